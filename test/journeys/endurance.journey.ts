/** @sandbox: the tenth show is like the first, and the thirtieth visit leaves as little behind as any. */
import assert from 'node:assert/strict'
import { watchPageResources } from './page-resources.ts'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { FULL_MATRIX } from './test-matrix.ts'
import { useWorld, waitFor } from './world.ts'

const world = useWorld()

const SHOWS = FULL_MATRIX ? 10 : 2
const VISITS = FULL_MATRIX ? 30 : 6
/** The first visits load packages and fill caches. */
const WARM_UP = 3
/** Of the memory that a visit holds while it lasts. The rest are entries of SDK, browser and engine, which keep a few. */
const MAY_STAY = 0.02
/** Of the SDK and the sandbox, which come and go. One that stayed with every visit would show all the same. */
const STRAY_TIMERS = 3

async function nobodyIsLeft(users: number): Promise<void> {
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

test(`${SHOWS} shows in a row, each as the first`, async () => {
  const anchor = await world.phone('阿禾')
  const shopper = await world.phone('林间小鹿')
  await shopper.isAt('pages/home/home')
  for (let show = 1; show <= SHOWS; show++) {
    if (show === 1) await goLive(anchor)
    else {
      await anchor.tap('#again')
      await anchor.tap('#start')
      await anchor.sees('观众看得见、听得见', 30_000)
    }
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(shopper)
    const { presentedMs } = await world.freshFrame(shopper, tappedAt - 1_500)
    console.log(`show ${show}: first fresh frame ${presentedMs - tappedAt} ms after the tap`)
    await endShow(anchor)
    await shopper.sees('直播已结束', 5_000)
    await nobodyIsLeft(0)
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
  }
  expect(anchor.exceptions).toStrictEqual([])
  expect(shopper.exceptions).toStrictEqual([])
})

test(`${VISITS} times into a room and out again: nothing grows, nothing stays`, async () => {
  const anchor = await world.phone('阿禾')
  const shopper = await world.phone('常来的人', { role: 'shopper' })
  await shopper.isAt('pages/home/home')
  const traces = await watchPageResources(world.browserPage(shopper))
  await goLive(anchor)
  await shareRoom(anchor)

  const enter = async () => {
    const tappedAt = await world.tapNewestCard(shopper)
    await world.freshFrame(shopper, tappedAt, 30_000)
  }
  const leave = async () => {
    await shopper.opens('/pages/home/home')
    await shopper.isAt('pages/home/home')
    await nobodyIsLeft(1)
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
  const inside = await traces.read()
  await leave()
  const before = await traces.read()
  for (let count = WARM_UP + 1; count <= VISITS; count++) await visit()
  const after = await traces.read()
  const visits = VISITS - WARM_UP
  const heldKB = inside.dataKB - before.dataKB
  const stayedKB = (after.dataKB - before.dataKB) / visits
  console.log(`a visit holds ${heldKB} KB, ${stayedKB.toFixed(1)} KB of each stay`)
  console.log(`after ${WARM_UP} visits ${JSON.stringify(before)}, after ${VISITS} ${JSON.stringify(after)}`)

  assert.ok(stayedKB < heldKB * MAY_STAY, 'memory')
  assert.ok(after.nodes - before.nodes < visits, 'elements')
  assert.ok(after.listeners - before.listeners < visits, 'listeners')
  assert.ok(after.timers - before.timers <= STRAY_TIMERS, 'timers')
  assert.equal(after.sockets, 1, 'ZEGO’s own socket, which its SDK keeps for the next room, and no player’s')

  await endShow(anchor)
  await nobodyIsLeft(0)
  expect(shopper.exceptions).toStrictEqual([])
})
