import type { PlayerMark } from '../../sandbox/phone/link/link.ts'
import { goLive, shareRoom } from '../journeys/show-helpers.ts'
import { type PhoneDriver, startWorld, waitFor } from '../journeys/world.ts'
import { spread } from './percentile.ts'

const JOINS = 20
const PLAYERS = 2
const WATCH_MS = 60_000
const MARKS_EACH = 200
/** A first frame counts when it was captured at most this long before the tap: older ones come from a cache. */
const FRESH_MS = 1_500

/**
 * `joins` times a new phone with empty storage, whose home is shown, taps the share card: ms until the first presented
 * frame with a mark of tap − 1.5 s or later. Then two phones watch for a minute: ms from capture to presentation.
 */
export async function benchLatency(): Promise<object> {
  const world = await startWorld()
  try {
    const anchor = await world.phone('阿禾')
    await goLive(anchor)

    const firstFrameMs: number[] = []
    const firstFrameAgeMs: number[] = []
    const kept: PhoneDriver[] = []
    // One join that is not counted: functions, caches and the browser's code cache are warm, as the contract says.
    for (let join = -1; join < JOINS; join += 1) {
      const shopper = await world.phone(`顾客${join}`, { role: 'viewer' })
      await shopper.isAt('pages/home/home')
      await shareRoom(anchor)
      const tappedAt = await world.tapNewestCard(shopper)
      const frame = await world.freshFrame(shopper, tappedAt - FRESH_MS)
      if (join >= 0) {
        firstFrameMs.push(frame.presentedMs - tappedAt)
        firstFrameAgeMs.push(frame.presentedMs - frame.markMs)
      }
      if (join >= JOINS - PLAYERS) kept.push(shopper)
      else {
        shopper.disconnect()
        await world.sandbox.devices.closePhone(shopper.id)
      }
    }

    const watched = await Promise.all(kept.map((shopper) => watch(world.sandbox.phone.phones, shopper)))
    const samples = watched.flatMap((player) => player.samples)
    return {
      joins: firstFrameMs.length,
      players: watched.length,
      frames: watched.reduce((sum, { frames }) => sum + frames, 0),
      unreadable: watched.reduce((sum, { unreadable }) => sum + unreadable, 0),
      firstFrameMs: spread(firstFrameMs),
      firstFrameAgeMs: spread(firstFrameAgeMs),
      glassToGlassMs: spread(samples.map(({ markMs, presentedMs }) => presentedMs - markMs)),
    }
  } finally {
    await world.stop()
  }
}

type Phones = Awaited<ReturnType<typeof startWorld>>['sandbox']['phone']['phones']

/** Collects at least a minute and 200 marks of one phone's player. */
async function watch(phones: Phones, shopper: PhoneDriver): Promise<PlayerMark> {
  const since = Date.now()
  const readPlayer = async () => {
    const { players } = await phones.request(shopper.id, 'media.marks', {})
    return players[0]
  }
  const before = await readPlayer()
  const after = await waitFor(
    async () => {
      const player = await readPlayer()
      const fresh = player?.samples.filter(({ presentedMs }) => presentedMs >= since) ?? []
      return Date.now() - since >= WATCH_MS && fresh.length >= MARKS_EACH ? player : null
    },
    { what: 'a minute of marks', timeoutMs: WATCH_MS * 2, everyMs: 250 },
  )
  return {
    ...after,
    samples: after.samples.filter(({ presentedMs }) => presentedMs >= since),
    frames: after.frames - (before?.frames ?? 0),
    unreadable: after.unreadable - (before?.unreadable ?? 0),
  }
}
