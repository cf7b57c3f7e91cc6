/** @sandbox: the shop's front and the gate keep the layout rules in every state. */

import { withFault } from '../journeys/fault-helpers.ts'
import { type PhoneDriver, useWorld } from '../journeys/world.ts'
import { SCREEN_SIZES, type ScreenSize } from './layout-probe.ts'
import { createRoom } from './room-helpers.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

const [LONG, NEXT] = [
  '梅子青开窑夜，对杯第一次上架，满一百五减二十',
  '小满的亚麻专场，秋款到齐，压轴是一件没见过的长外套',
] as const
const mayTruncate = [LONG, NEXT]

describe('home', () => {
  let viewer: PhoneDriver
  const reload = () => world.control('POST', `/phones/${viewer.id}/press`, { button: 'reload' })

  test('loading: a skeleton in place of the shows', () =>
    withFault(world, { target: 'cloud', kind: 'slow', function: 'room', ms: 3_000 }, async () => {
      viewer = await world.phone('林间小鹿')
      await look.expectNoFindings(viewer, { name: 'home-loading', says: '我要开播', shows: '.ghost' })
    }))

  test('empty', () => look.expectNoFindings(viewer, { name: 'home-empty', says: '店刚收拾好，还没排直播' }))

  test('offline, with nothing to show', () =>
    withFault(world, { target: 'network', kind: 'off', phone: viewer.id }, async () => {
      await reload()
      await look.expectNoFindings(viewer, { name: 'home-offline', says: '没连上网' })
    }))

  test('coming up, nobody on air', async () => {
    const hour = 3_600_000
    const next = Math.ceil(Date.now() / hour) * hour + hour
    await createRoom(world, { title: NEXT, startsAt: next })
    await createRoom(world, { title: '果园直发：沃柑现摘现称', startsAt: next + 20 * hour })
    await reload()
    await look.expectNoFindings(viewer, { name: 'home-coming-up', says: '现在没人开播', mayTruncate })
  })

  test('live, and more coming up', async () => {
    await createRoom(world, { title: LONG, live: true })
    await reload()
    await look.expectNoFindings(viewer, { name: 'home-live', says: '直播中', mayTruncate })
  })

  test('offline, with the last list', () =>
    withFault(world, { target: 'network', kind: 'off', phone: viewer.id }, async () => {
      await (await viewer.page()).callMethod('onPull')
      await look.expectNoFindings(viewer, { name: 'home-offline-list', says: '先看上次的内容', mayTruncate })
    }))
})

test('a snapshot laid out at a size is what a phone of that size shows', async () => {
  const [small] = SCREEN_SIZES as [ScreenSize]
  const state = { name: 'home-live', says: '直播中' }
  const [usual, little] = await Promise.all([
    world.phone('林间小鹿'),
    world.phone('林间小鹿', { widthHeight: `${small.width}x${small.height}` }),
  ])
  const [laidOut, shown] = [await look.factsAt(usual, state, small), await look.factsAt(little, state, small)]
  expect(laidOut.length).toBeGreaterThan(0)
  expect(laidOut).toStrictEqual(shown)
})

const gates = [
  ['version', '微信该更新一下了'],
  ['component', '这台设备放不了直播'],
] as const
for (const [reason, says] of gates) {
  test(`the gate: ${reason}`, async () => {
    const viewer = await world.phone('林间小鹿')
    await look.opensWithoutBlank(
      viewer,
      async () => {
        await viewer.opens('/pages/home/home')
        await viewer.sees('我要开播')
      },
      async () => {
        await viewer.opens(`/pages/gate/gate?reason=${reason}&need=2.20.1`)
        await viewer.sees(says)
      },
    )
    await look.expectNoFindings(viewer, { name: `gate-${reason}`, says })
    if (reason === 'component') return
    await viewer.tap('#update')
    await look.expectNoFindings(viewer, { name: 'gate-told', says: '版本更新' })
  })
}
