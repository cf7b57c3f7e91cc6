/** @sandbox: what a room says when its host is gone, with callbacks and signals and without. Promises are measured. */

import assert from 'node:assert/strict'
import { type Fault, injectFault, liftFaults } from './fault-helpers.ts'
import { expectHealthy, expectWithin, lastFrameAt, type Show, startShow } from './recovery-helpers.ts'
import { matrixRows } from './test-matrix.ts'
import { useWorld, waitFor } from './world.ts'

const world = useWorld()

/** The phone's own promise (docs/architecture.md): away 10 s after the stream stopped, playing 2 s after its return. */
const AWAY_MS = 10_000
const BACK_MS = 2_000
/** The tag counts frames and the page counts seconds once in a second each, and the machine is busy. */
const GRACE_MS = 2_500

let show: Show

const roomID = () => world.sandbox.zego?.rooms()[0]?.roomID ?? ''

interface Truth {
  readonly status: 'created' | 'live' | 'ended'
  readonly awaySince: number | null
}

/** The room as the server tells it to anybody. */
async function truth(room: string): Promise<Truth> {
  const { result } = await world.control<{ result: { data: { room: Truth } } }>('POST', '/call', {
    person: '林间小鹿',
    function: 'room',
    data: { action: 'room.snapshot', roomID: room },
  })
  return result.data.room
}

const minuteTimer = () => world.control('POST', '/timers', { function: 'clock' })

/** ms since the newest frame that the shopper was shown. */
const stillFor = async () => Date.now() - (await lastFrameAt(world, show.shopper))

const STOPS: readonly { readonly what: string; readonly fault: Fault; readonly inSample?: true }[] = [
  {
    what: 'the anchor’s pusher sends nothing',
    fault: { target: 'publisher', kind: 'freeze', phone: 'anchor' },
    inSample: true,
  },
  { what: 'the media servers stand still', fault: { target: 'media', kind: 'freeze' } },
  { what: 'the anchor’s phone has no network', fault: { target: 'network', kind: 'off', phone: 'anchor' } },
]

test('a show is on the air and a shopper watches', async () => {
  const shopper = await world.phone('林间小鹿')
  show = await startShow(world, { anchor: await world.phone('阿禾'), shopper })
})

for (const { what, fault } of matrixRows(STOPS)) {
  test(`${what}, callbacks and signals are lost: the shopper’s phone sees for itself that the host is away, and back`, async () => {
    const { anchor, shopper } = show
    await injectFault(world, { target: 'callback', kind: 'lose' })
    await injectFault(world, { target: 'zego', kind: 'loseMessages', share: 1 })
    await world.control('POST', '/faults', { ...fault, ...(fault.phone ? { phone: anchor.id } : {}) })
    await shopper.sees('主播离开一下', 30_000)
    expectWithin(
      'host away on the shopper’s screen after the last frame',
      await stillFor(),
      AWAY_MS,
      GRACE_MS,
    )
    await liftFaults(world)
    const healedAt = Date.now()
    await waitFor(() => world.sandbox.media.streams().some(({ publishing }) => publishing), {
      what: 'the stream’s return',
      timeoutMs: 60_000,
      everyMs: 10,
    })
    const backAt = Date.now()
    console.log(`the stream is back ${backAt - healedAt} ms after the trouble’s end`)
    const { presentedMs } = await world.freshFrame(shopper, healedAt, 60_000)
    expectWithin('fresh frames after the stream’s return', presentedMs - backAt, BACK_MS, GRACE_MS)
    await expectHealthy(world, show)
  })
}

const TRUTHS: readonly { readonly what: string; readonly lost: boolean; readonly inSample?: true }[] = [
  { what: 'ZEGO’s callback tells the server', lost: false },
  { what: 'callbacks are lost and the minute timer looks', lost: true, inSample: true },
]

for (const { what, lost } of matrixRows(TRUTHS)) {
  test(`the host’s phone loses its network: ${what}, and the room’s truth says away and back`, async () => {
    const { anchor, shopper } = show
    const room = roomID()
    if (lost) await injectFault(world, { target: 'callback', kind: 'lose' })
    const { id } = await world.control<{ id: string }>('POST', '/faults', {
      target: 'network',
      kind: 'off',
      phone: anchor.id,
    })
    const injectedAt = Date.now()
    await waitFor(() => world.sandbox.zego?.rooms()[0]?.streams.length === 0, {
      what: 'ZEGO to miss the stream',
      timeoutMs: 30_000,
    })
    if (lost) await minuteTimer()
    await waitFor(async () => (await truth(room)).awaySince !== null, {
      what: 'the truth that the host is away',
      timeoutMs: 20_000,
    })
    console.log(`away in the room’s truth ${Date.now() - injectedAt} ms after the line broke`)
    await shopper.sees('主播离开一下', 20_000)
    await world.control('DELETE', `/faults/${id}`, {})
    await world.freshFrame(shopper, Date.now(), 60_000)
    if (lost) {
      await waitFor(() => world.sandbox.zego?.rooms()[0]?.streams.length === 1, {
        what: 'ZEGO to have it again',
      })
      await minuteTimer()
    }
    await waitFor(async () => (await truth(room)).awaySince === null, {
      what: 'the truth that the host is back',
      timeoutMs: 20_000,
    })
    await liftFaults(world)
    await expectHealthy(world, show)
  })
}

test('beats do not arrive while the stream runs: a minute timer later the show is what it was', async () => {
  const { shopper } = show
  const room = roomID()
  await injectFault(world, { target: 'cloud', kind: 'fail', function: 'studio' })
  await world.control('POST', '/clock', { offsetMs: 16 * 60_000 })
  await minuteTimer()
  const { status, awaySince } = await truth(room)
  expect({ status, awaySince }).toStrictEqual({ status: 'live', awaySince: null })
  await world.freshFrame(shopper, Date.now())
  await world.control('POST', '/clock', { offsetMs: 0 })
  await liftFaults(world)
})

test('an abandoned room ends after 15 minutes: the shopper reads it, and so does the anchor who comes back', async () => {
  const { anchor, shopper } = show
  const room = roomID()
  await injectFault(world, { target: 'network', kind: 'off', phone: anchor.id })
  await waitFor(async () => (await truth(room)).awaySince !== null, {
    what: 'the truth that the host is away',
    timeoutMs: 60_000,
  })
  await world.control('POST', '/clock', { offsetMs: 14 * 60_000 })
  await minuteTimer()
  assert.equal((await truth(room)).status, 'live', 'not a minute too early')
  await world.control('POST', '/clock', { offsetMs: 15 * 60_000 + 5_000 })
  await minuteTimer()
  const endedAt = Date.now()
  expect((await truth(room)).status).toBe('ended')
  await shopper.sees('直播已结束', 15_000)
  expectWithin('the end on the shopper’s screen', Date.now() - endedAt, 15_000, 0)
  await liftFaults(world)
  await anchor.sees('播完了', 60_000)
  await waitFor(() => world.sandbox.zego?.rooms().length === 0, { what: 'nobody left in ZEGO’s room' })
  await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
})

test('nothing broke on either phone', () => {
  expect(show.anchor.exceptions).toStrictEqual([])
  expect(show.shopper.exceptions).toStrictEqual([])
})
