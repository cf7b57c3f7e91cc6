import { tokenGrants } from '../../cloudfunctions/lib/zego/token-grants.ts'
import { tokenRandom } from '../../cloudfunctions/lib/zego/token04.ts'
import { seededRandom } from '../../sandbox/cloud/workers/seeded-random.ts'
import {
  APP_ID,
  type CloudShop,
  OWNER,
  SERVER_SECRET,
  startCloudShop,
} from '../functions/support/cloud-shop.ts'
import type { ZegoMember } from '../functions/support/zego-member.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Anchor, goOnAir } from './room-cost/anchor.ts'
import { Phones } from './room-cost/phones.ts'
import { SHOW, visitsOf } from './room-cost/show.ts'
import { AWAY_AFTER_MS, Viewer } from './room-cost/viewer.ts'
import { VirtualTime } from './room-cost/virtual-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The last people look at what is left of the show for so long. */
const AFTER_MS = 5 * MINUTE
const SEED = 20261125

/**
 * What a show costs in function calls, database operations and ZEGO messages: 1,000 people come to a show of an hour
 * (room-cost/show.ts says how they behave, and that these numbers are assumptions).
 *
 * Real: the built functions with the real wx-server-sdk in the sandbox's cloud, whose counters count every run and
 * request; ZEGO's rooms, its callbacks and the server API; the app's own code on every phone (ViewerSession, SnapshotSync
 * and the anchor's Heartbeat), which alone decides when to ask. Every call is made, none is sampled.
 *
 * Simulated: time jumps from one event to the next and stands still meanwhile. Audio and video always work. The viewers
 * do not sit in ZEGO's room: one phone beside them does, and what it hears goes on to all, each losing 1 % by chance. So
 * ZEGO's minutes are counted from the visits. The minute timer counts from a few minutes before the show to a few after;
 * what it costs all day long is in docs/cost.md. Chances are seeded: two runs count the same, give or take a callback.
 *
 * `perViewerHour` is everything divided by the hours watched; `parts` says what grows with what.
 */
export async function benchRoomCost(): Promise<object> {
  const time = new VirtualTime(Math.ceil(Date.now() / MINUTE) * MINUTE)
  const shop = await startCloudShop({ clock: time })
  try {
    return await runShow(time, shop)
  } finally {
    await shop.stop()
  }
}

async function runShow(time: VirtualTime, shop: CloudShop): Promise<object> {
  const random = seededRandom(SEED)
  const startsAt = time.now() + 6 * MINUTE
  const endsAt = startsAt + SHOW.minutes * MINUTE
  const phones = new Phones(shop)

  shop.cloud.resetCounters()
  const owner = phones.of(OWNER)
  const { room } = await owner.call('studio.create', { title: '秋冬新款', startsAt })
  const { roomID } = room
  const ear = await listenIn(time, shop, roomID)
  const viewers = new Set<Viewer>()
  let delivered = 0
  let viewerMs = 0
  let unaware = 0

  /** Nothing is under way any more, and what ZEGO was given has reached the phones. */
  const settle = async (): Promise<void> => {
    for (;;) {
      await phones.quiet()
      const sent = shop.zego.counters().serverMessages
      await waitFor(() => ear.heard.length >= sent, {
        what: 'messages of ZEGO',
        timeoutMs: 30_000,
        everyMs: 1,
      })
      if (delivered === ear.heard.length && phones.isQuiet) return
      for (const { fromUserID, text } of ear.heard.slice(delivered)) {
        for (const viewer of viewers) if (random() >= SHOW.lost) viewer.hears(fromUserID, text)
      }
      delivered = ear.heard.length
    }
  }

  for (const [index, visit] of visitsOf(random).entries()) {
    const cloud = phones.of(`oViewer${String(index).padStart(20, '0')}`)
    const viewer = new Viewer({ clock: time, cloud, random }, roomID)
    let cameAt = 0
    time.at(startsAt + visit.comesAt, async () => {
      if (visit.byHome) await cloud.call('room.list', {})
      cameAt = time.now()
      await viewer.enter()
      if (viewer.isIn) viewers.add(viewer)
    })
    // A phone that hears of the end leaves ZEGO by itself; who watches to the end has watched until then.
    time.at(Math.min(startsAt + visit.leavesAt, endsAt + AFTER_MS), async () => {
      viewerMs += Math.max(0, Math.min(time.now(), endsAt) - cameAt)
      if (time.now() === endsAt + AFTER_MS && viewer.isIn) unaware += 1
      viewers.delete(viewer)
      await viewer.leave()
    })
    for (const { at, forMs } of visit.leavesApp) {
      time.at(startsAt + at, () => viewer.goesAway())
      time.at(startsAt + at + forMs, () => viewer.comesBack())
    }
    for (const at of visit.changesNetwork) time.at(startsAt + at, () => viewer.changesNetwork())
  }

  for (let at = startsAt; at <= endsAt + AFTER_MS; at += MINUTE) time.at(at, () => shop.cloud.tick())

  let anchor: Anchor | undefined
  time.at(startsAt, async () => {
    anchor = await goOnAir({ clock: time, cloud: owner, shop, roomID, viewers })
  })
  const callAt = startsAt + SHOW.callAtMs
  time.at(callAt, () => anchor?.sends(false))
  time.at(callAt + AWAY_AFTER_MS, () => {
    for (const viewer of viewers) viewer.anchorIsAway()
  })
  time.at(callAt + SHOW.callMs, async () => {
    await anchor?.sends(true)
    for (const viewer of viewers) viewer.anchorIsBack()
  })
  time.at(endsAt, async () => {
    await owner.call('studio.end', { roomID })
    anchor?.leaves()
  })

  await time.runUntil(endsAt + AFTER_MS, settle)
  return answer({ shop, phones, viewerMs, unaware })
}

/** The one who really sits in ZEGO's room. The token is made here: no function is to count it. */
async function listenIn(clock: VirtualTime, shop: CloudShop, roomID: string): Promise<ZegoMember> {
  const grants = tokenGrants({
    zegoAppID: APP_ID,
    zegoServerSecret: SERVER_SECRET,
    userIDSecret: 'of nobody we know',
    clock,
    random: tokenRandom,
  })
  const ear = await shop.enter(grants.audience('oEar', roomID))
  await waitFor(() => shop.zego.rooms().length === 1, { what: 'the room in ZEGO' })
  return ear
}

interface Counted {
  readonly shop: CloudShop
  readonly phones: Phones
  readonly viewerMs: number
  /** Phones that still had not heard of the end AFTER_MS later. */
  readonly unaware: number
}

function answer({ shop, phones, viewerMs, unaware }: Counted): object {
  const { functionCalls: byFunction, dbReads, dbWrites } = shop.cloud.counters()
  const functionCalls = Object.values(byFunction).reduce((sum, n) => sum + n, 0)
  const hours = viewerMs / HOUR
  const showHours = SHOW.minutes / 60
  const round = (n: number) => Math.round(n * 100) / 100
  const ofVisits = phones.count('room.enter', 'room.list')
  const ofWatching = phones.count('room.snapshot', 'token.issue', 'token.renew')
  return {
    viewers: SHOW.viewers,
    minutes: SHOW.minutes,
    viewerHours: round(hours),
    zegoMinutes: Math.ceil(viewerMs / MINUTE),
    functionCalls,
    dbReads,
    dbWrites,
    zegoMessages: shop.zego.counters().serverMessages,
    perViewerHour: {
      functionCalls: round(functionCalls / hours),
      dbReads: round(dbReads / hours),
      dbWrites: round(dbWrites / hours),
    },
    parts: {
      callsPerVisit: round(ofVisits / SHOW.viewers),
      callsPerViewerHour: round(ofWatching / hours),
      callsPerShowHour: round((functionCalls - ofVisits - ofWatching) / showHours),
    },
    byAction: Object.fromEntries(phones.asked),
    byFunction,
    unaware,
  }
}
