/** @sandbox: many shows and many visits: later ones work like the first, and no resources leak. */
import assert from 'node:assert/strict'
import { FULL_MATRIX } from '../support/test-matrix.ts'
import { watchPageResources } from './page-resources.ts'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { useWorld, waitFor } from './world.ts'

const world = useWorld()

const SHOWS = FULL_MATRIX ? 10 : 2
const VISITS = FULL_MATRIX ? 30 : 6
/** The first visits load packages and fill caches. */
const WARM_UP = 3
/** Share of a visit's memory that may remain: caches of the SDK, the browser and the engine. */
const MAX_LEAK = 0.02
/** Timers of the SDK and the sandbox come and go; a leak of one a visit would exceed this. */
const MAX_TIMERS = 3

async function waitForUsers(users: number): Promise<void> {
  await waitFor(
    () => {
      const rooms = world.sandbox.zego?.rooms() ?? []
      const there = rooms.flatMap((room) => room.users.map(({ userID }) => userID))
      if (there.length === users) return true
      throw new Error(`there are ${there.length}: ${there.join()}`)
    },
    { what: `${users} people in ZEGO’s rooms`, timeoutMs: 20_000 },
  )
}

test(`${SHOWS} shows in a row work like the first`, async () => {
  const anchor = await world.phone('阿禾')
  const viewer = await world.phone('林间小鹿')
  await viewer.isAt('pages/home/home')
  for (let show = 1; show <= SHOWS; show++) {
    if (show === 1) await goLive(anchor)
    else {
      await anchor.tap('#again')
      await anchor.tap('#start')
      await anchor.sees('观众看得见、听得见', 30_000)
    }
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(viewer)
    const { presentedMs } = await world.freshFrame(viewer, tappedAt - 1_500)
    console.log(`show ${show}: first fresh frame ${presentedMs - tappedAt} ms after the tap`)
    await endShow(anchor)
    await viewer.sees('直播已结束', 5_000)
    await waitForUsers(0)
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
  }
  expect(anchor.exceptions).toStrictEqual([])
  expect(viewer.exceptions).toStrictEqual([])
})

test(`${VISITS} visits to a room leak neither memory nor timers nor sockets`, async () => {
  const anchor = await world.phone('阿禾')
  const viewer = await world.phone('常来的人', { role: 'viewer' })
  await viewer.isAt('pages/home/home')
  const resources = await watchPageResources(world.browserPage(viewer))
  await goLive(anchor)
  await shareRoom(anchor)

  const enter = async () => {
    const tappedAt = await world.tapNewestCard(viewer)
    await world.freshFrame(viewer, tappedAt, 30_000)
  }
  const leave = async () => {
    await viewer.opens('/pages/home/home')
    await viewer.isAt('pages/home/home')
    await waitForUsers(1)
    await waitFor(() => world.sandbox.media.streams().every(({ readers }) => readers === 0), {
      what: 'nobody reading the stream',
    })
  }
  const visit = async () => {
    await enter()
    await leave()
  }
  for (let count = 1; count < WARM_UP; count++) await visit()
  await enter()
  const inside = await resources.read()
  await leave()
  const before = await resources.read()
  for (let count = WARM_UP + 1; count <= VISITS; count++) await visit()
  const after = await resources.read()
  const visits = VISITS - WARM_UP
  const heldKB = inside.dataKB - before.dataKB
  const stayedKB = (after.dataKB - before.dataKB) / visits
  console.log(`a visit holds ${heldKB} KB, of which ${stayedKB.toFixed(1)} KB remain`)
  console.log(`after ${WARM_UP} visits ${JSON.stringify(before)}, after ${VISITS} ${JSON.stringify(after)}`)

  assert.ok(stayedKB < heldKB * MAX_LEAK, 'memory')
  assert.ok(after.nodes - before.nodes < visits, 'elements')
  assert.ok(after.listeners - before.listeners < visits, 'listeners')
  assert.ok(after.timers - before.timers <= MAX_TIMERS, 'timers')
  assert.equal(after.sockets, 1, 'only the SDK’s own socket stays open, which it keeps for the next room')

  await endShow(anchor)
  await waitForUsers(0)
  expect(viewer.exceptions).toStrictEqual([])
})
