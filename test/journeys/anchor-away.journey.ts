/** @sandbox: what a room shows when its anchor is gone, with and without callbacks and signals. Target times are measured. */

import assert from 'node:assert/strict'
import { matrixRows } from '../support/test-matrix.ts'
import { type Fault, injectFault, liftFaults } from './fault-helpers.ts'
import { expectHealthy, expectWithin, lastFrameAt, type Show, startShow } from './recovery-helpers.ts'
import { useWorld, waitFor } from './world.ts'

const world = useWorld()

/** The phone's own targets (docs/architecture.md): away 10 s after the stream stopped, playing 2 s after it returned. */
const AWAY_MS = 10_000
const BACK_MS = 2_000
/** The live tag reports frames and the page counts seconds, each once a second; the machine may be busy. */
const GRACE_MS = 2_500

let show: Show

const roomID = () => world.sandbox.zego?.rooms()[0]?.roomID ?? ''

interface Truth {
  readonly status: 'created' | 'live' | 'ended'
  readonly awaySince: number | null
}

/** The room's snapshot, as the server gives it to anybody. */
async function truth(room: string): Promise<Truth> {
  const { result } = await world.control<{ result: { data: { room: Truth } } }>('POST', '/call', {
    person: '林间小鹿',
    function: 'room',
    data: { action: 'room.snapshot', roomID: room },
  })
  return result.data.room
}

const minuteTimer = () => world.control('POST', '/timers', { function: 'clock' })

/** ms since the newest frame that the viewer saw. */
const stillFor = async () => Date.now() - (await lastFrameAt(world, show.viewer))

const STOPS: readonly { readonly what: string; readonly fault: Fault; readonly inSample?: true }[] = [
  {
    what: 'the anchor’s pusher sends nothing',
    fault: { target: 'publisher', kind: 'freeze', phone: 'anchor' },
    inSample: true,
  },
  { what: 'the media servers freeze', fault: { target: 'media', kind: 'freeze' } },
  { what: 'the anchor’s phone has no network', fault: { target: 'network', kind: 'off', phone: 'anchor' } },
]

test('setup: a show is on air and a viewer watches', async () => {
  const viewer = await world.phone('林间小鹿')
  show = await startShow(world, { anchor: await world.phone('阿禾'), viewer })
})

for (const { what, fault } of matrixRows(STOPS)) {
  test(`${what}, callbacks and signals are lost: the viewer’s phone detects that the anchor is away and that the anchor is back`, async () => {
    const { anchor, viewer } = show
    await injectFault(world, { target: 'callback', kind: 'lose' })
    await injectFault(world, { target: 'zego', kind: 'loseMessages', share: 1 })
    await world.control('POST', '/faults', { ...fault, ...(fault.phone ? { phone: anchor.id } : {}) })
    await viewer.sees('主播离开一下', 30_000)
    expectWithin(
      '“anchor away” on the viewer’s screen after the last frame',
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
    console.log(`the stream is back ${backAt - healedAt} ms after the fault ended`)
    const { presentedMs } = await world.freshFrame(viewer, healedAt, 60_000)
    expectWithin('fresh frames after the stream’s return', presentedMs - backAt, BACK_MS, GRACE_MS)
    await expectHealthy(world, show)
  })
}

const TRUTHS: readonly { readonly what: string; readonly lost: boolean; readonly inSample?: true }[] = [
  { what: 'ZEGO’s callback informs the server', lost: false },
  { what: 'callbacks are lost and the minute timer finds out', lost: true, inSample: true },
]

for (const { what, lost } of matrixRows(TRUTHS)) {
  test(`the anchor’s phone loses its network: ${what}, and the room’s snapshot says away, then back`, async () => {
    const { anchor, viewer } = show
    const room = roomID()
    if (lost) await injectFault(world, { target: 'callback', kind: 'lose' })
    const { id } = await world.control<{ id: string }>('POST', '/faults', {
      target: 'network',
      kind: 'off',
      phone: anchor.id,
    })
    const injectedAt = Date.now()
    await waitFor(() => world.sandbox.zego?.rooms()[0]?.streams.length === 0, {
      what: 'ZEGO to drop the stream',
      timeoutMs: 30_000,
    })
    if (lost) await minuteTimer()
    await waitFor(async () => (await truth(room)).awaySince !== null, {
      what: 'the snapshot to say that the anchor is away',
      timeoutMs: 20_000,
    })
    console.log(`away in the room’s snapshot ${Date.now() - injectedAt} ms after the connection broke`)
    await viewer.sees('主播离开一下', 20_000)
    await world.control('DELETE', `/faults/${id}`, {})
    await world.freshFrame(viewer, Date.now(), 60_000)
    if (lost) {
      await waitFor(() => world.sandbox.zego?.rooms()[0]?.streams.length === 1, {
        what: 'ZEGO to list the stream again',
      })
      await minuteTimer()
    }
    await waitFor(async () => (await truth(room)).awaySince === null, {
      what: 'the snapshot to say that the anchor is back',
      timeoutMs: 20_000,
    })
    await liftFaults(world)
    await expectHealthy(world, show)
  })
}

test('heartbeats are lost while the stream runs: the minute timer leaves the show live', async () => {
  const { viewer } = show
  const room = roomID()
  await injectFault(world, { target: 'cloud', kind: 'fail', function: 'studio' })
  await world.control('POST', '/clock', { offsetMs: 16 * 60_000 })
  await minuteTimer()
  const { status, awaySince } = await truth(room)
  expect({ status, awaySince }).toStrictEqual({ status: 'live', awaySince: null })
  await world.freshFrame(viewer, Date.now())
  await world.control('POST', '/clock', { offsetMs: 0 })
  await liftFaults(world)
})

test('an abandoned room ends after 15 minutes, for the viewer and for the anchor who comes back', async () => {
  const { anchor, viewer } = show
  const room = roomID()
  await injectFault(world, { target: 'network', kind: 'off', phone: anchor.id })
  await waitFor(async () => (await truth(room)).awaySince !== null, {
    what: 'the snapshot to say that the anchor is away',
    timeoutMs: 60_000,
  })
  await world.control('POST', '/clock', { offsetMs: 14 * 60_000 })
  await minuteTimer()
  assert.equal((await truth(room)).status, 'live', 'not a minute too early')
  await world.control('POST', '/clock', { offsetMs: 15 * 60_000 + 5_000 })
  await minuteTimer()
  const endedAt = Date.now()
  expect((await truth(room)).status).toBe('ended')
  await viewer.sees('直播已结束', 15_000)
  expectWithin('the end on the viewer’s screen', Date.now() - endedAt, 15_000, 0)
  await liftFaults(world)
  await anchor.sees('播完了', 60_000)
  await waitFor(() => world.sandbox.zego?.rooms().length === 0, { what: 'nobody left in ZEGO’s room' })
  await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
})

test('no uncaught errors on either phone', () => {
  expect(show.anchor.exceptions).toStrictEqual([])
  expect(show.viewer.exceptions).toStrictEqual([])
})
