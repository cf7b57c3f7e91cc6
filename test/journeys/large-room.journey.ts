/** @sandbox: a room of 600 people that loses 30 % of its messages: a phone that missed the end catches up soon. */

import assert from 'node:assert/strict'
import { createCrowd } from '../../sandbox/zego/testing/crowd.ts'
import { tokenFor } from '../../sandbox/zego/testing/zego-person.ts'
import { useCleanUp } from '../support/clean-up.ts'
import { FULL_MATRIX } from '../support/test-matrix.ts'
import { goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, useWorld, waitFor } from './world.ts'

const cleanUp = useCleanUp()

const CROWD = 600
const LOST_SHARE = 0.3
/** The target for a phone that missed the end of the show, and what a busy machine may add to it. */
const CAUGHT_UP_WITHIN_MS = 15_000
const GRACE_MS = 5_000

// The crowd logs in without phones, with tokens signed by the shop's own secret.
const world = useWorld({
  config: (config) => ({ ...config, notes: { appID: '{zego.appID}', secret: '{zego.serverSecret}' } }),
})

test('a phone that missed the end shows it within 15 s', async () => {
  const anchor = await world.phone('阿禾')
  const viewer = await world.phone('林间小鹿')
  await viewer.isAt('pages/home/home')
  await goLive(anchor)
  const roomID = world.sandbox.zego?.rooms()[0]?.roomID ?? ''
  const crowd = await enterCrowd(roomID)
  cleanUp(() => crowd.close())
  await watch(anchor, viewer)
  expect(world.sandbox.zego?.rooms()[0]?.users.length).toBe(CROWD + 2)

  await world.control('POST', '/faults', { target: 'zego', kind: 'loseMessages', share: LOST_SHARE, seed: 7 })
  // This phone loses every message.
  await world.control('POST', '/faults', {
    target: 'zego',
    kind: 'loseMessages',
    phone: viewer.id,
    share: 1,
  })
  const heardBefore = crowd.members.map(({ heard }) => heard.barrage)
  await anchor.tap('#end')
  const endedAt = Date.now()
  await anchor.tap('#end-sure')
  await viewer.sees('直播已结束', CAUGHT_UP_WITHIN_MS + GRACE_MS)
  console.log(`caught up after ${Date.now() - endedAt} ms (target ${CAUGHT_UP_WITHIN_MS} ms)`)

  const got = crowd.members.filter(({ heard }, at) => heard.barrage > (heardBefore[at] ?? 0)).length
  assert.ok(got > CROWD * 0.6 && got < CROWD, `${got} of ${CROWD} heard the end, about seven in ten should`)
  assert.equal(barragesAt(viewer, endedAt), 0, 'the phone heard nothing of it')
  expect(viewer.exceptions).toStrictEqual([])
  await world.control('DELETE', '/faults', {})
}, 300_000)

// Needs half a minute of real silence; the unit test covers the intervals (test/app/stores/room.store.test.ts).
if (FULL_MATRIX) {
  test('the end of an abandoned room is shown after the next snapshot that silence triggers', async () => {
    const anchor = await world.phone('阿禾')
    const viewer = await world.phone('留到最后的人', { role: 'viewer' })
    await viewer.isAt('pages/home/home')
    await goLive(anchor)
    await watch(anchor, viewer)
    const roomID = world.sandbox.zego?.rooms().find(({ streams }) => streams.length > 0)?.roomID ?? ''
    await world.control('POST', '/faults', { target: 'zego', kind: 'loseMessages', share: 1 })
    anchor.disconnect()
    await world.sandbox.devices.closePhone(anchor.id)
    const asked = () => world.sandbox.cloud.counters().functionCalls.room ?? 0
    const before = asked()
    await viewer.sees('主播离开一下', 30_000)
    // After the read that the anchor's absence triggers, only silence can trigger another.
    await waitFor(() => asked() > before, { what: 'the first read' })
    // The first run sees that the anchor is away, the one 15 minutes later that nobody came back.
    for (const minutes of [1, 17]) await world.control('POST', '/clock', { offsetMs: minutes * 60_000 })
    expect(await statusOf(roomID)).toBe('ended')
    const toldAt = Date.now()
    await viewer.sees('直播已结束', 300_000)
    assert.equal(barragesAt(viewer, toldAt), 0, 'the phone heard nothing of it')
    expect(viewer.exceptions).toStrictEqual([])
  }, 420_000)
}

async function watch(anchor: PhoneDriver, viewer: PhoneDriver): Promise<void> {
  await shareRoom(anchor)
  const tappedAt = await world.tapNewestCard(viewer)
  await world.freshFrame(viewer, tappedAt - 1_500)
}

/** Barrage messages that the phone's socket received. */
const barragesAt = ({ id }: PhoneDriver, since: number) =>
  world.sandbox.recorder
    .read({ phone: id, kind: 'socket', name: 'socket.message', since })
    .filter(({ detail }) => JSON.stringify(detail).includes('"barrage"')).length

async function statusOf(roomID: string): Promise<string> {
  const { result } = await world.control<{ result: { data: { room: { status: string } } } }>(
    'POST',
    '/call',
    {
      person: '林间小鹿',
      function: 'room',
      data: { action: 'room.snapshot', roomID },
    },
  )
  return result.data.room.status
}

async function enterCrowd(roomID: string) {
  const { zego } = world.sandbox
  assert.ok(zego)
  const { project } = await world.control<{ project: { notes: { appID: string; secret: string } } }>(
    'GET',
    '/state',
  )
  const appID = Number(project.notes.appID)
  const { secret } = project.notes
  return createCrowd({
    accesshubUrl: zego.accesshubUrl,
    appID,
    roomID,
    userIDs: Array.from({ length: CROWD }, (_, at) => `u${at}`),
    token: (userID) => tokenFor(appID, secret, { userID, roomID }),
  })
}
