import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import { fen } from '../../../miniprogram/domain/money.ts'
import { createSessions, type Rtc } from '../../../miniprogram/rtc/sessions.ts'
import { ShelfStore } from '../../../miniprogram/studio/stores/shelf.store.ts'
import { COUNT_FROM, COUNT_STEP_MS, StudioStore } from '../../../miniprogram/studio/stores/studio.store.ts'
import type { MissingDevice } from '../../../miniprogram/studio/text/studio-text.ts'
import { aShelf } from './a-goods.ts'
import {
  aGrant,
  aRoom,
  FakeClock,
  FakePhone,
  RecordingCloud,
  RecordingLiveComponent,
  RecordingRtc,
} from './fakes.ts'

export const COUNTDOWN = COUNT_FROM * COUNT_STEP_MS
export const A_DRAFT_ROOM = aRoom({ status: 'created', streamID: null, startedAt: null, rev: 1 })
export const AN_ENDED_ROOM = aRoom({
  status: 'ended',
  streamID: null,
  rev: 3,
  endedAt: 1_700_000_000_000 + 42 * 60_000,
})

/** The owner's studio, with nothing open and every permission given; the test changes what it is about. */
export function aStudio() {
  const clock = new FakeClock()
  const phone = new FakePhone()
  const rtc = new RecordingRtc()
  const world = {
    loadRtc: async (): Promise<Rtc> => sessions,
    missing: null as MissingDevice | null,
    contract: null as string | null,
    devicesAsked: 0,
  }
  const cloud = new RecordingCloud({
    'studio.open': () => ({ role: 'owner', claimable: false, room: null, serverTime: clock.now() }),
    'studio.create': () => ({ room: A_DRAFT_ROOM }),
    'studio.start': () => ({ room: aRoom(), grant: aGrant() }),
    'studio.beat': () => ({ rev: 2, serverTime: clock.now() }),
    'studio.end': () => ({ room: AN_ENDED_ROOM }),
    'room.snapshot': () => ({ room: aRoom() }),
    'shelf.get': () => ({ shelf: aShelf([]) }),
    'order.salesSummary': () => ({ salesSummary: { paidOrders: 0, paidFen: fen(0), pieces: {} } }),
    'token.issue': () => aGrant({ token: 't3' }),
    'token.renew': () => aGrant({ token: 't2' }),
  })
  const session = new SessionStore({ clock })
  const shared = { cloud, clock, session, log: () => {} }
  const sessions = createSessions({ ...shared, random: () => 0.5, openRoom: rtc.openRoom })
  const shelf = new ShelfStore(shared)
  const store = new StudioStore({
    ...shared,
    phone,
    shelf,
    loadRtc: () => world.loadRtc(),
    privacyContract: async () => world.contract,
    askDevices: async () => {
      world.devicesAsked++
      return world.missing
    },
  })
  const open = () => store.open(new RecordingLiveComponent(), '开窑夜')
  return {
    ...{ clock, phone, rtc, world, cloud, store, shelf, open },
    async goLive() {
      await open()
      const starting = store.start()
      await clock.advance(COUNTDOWN)
      await starting
    },
    /** What the pusher measured, as bindnetstatus brings it. */
    report(videoBitrate: number, audioBitrate = 48, netQualityLevel = 1) {
      store.onNetStatus({ detail: { info: { videoBitrate, audioBitrate, videoFPS: 15, netQualityLevel } } })
    },
  }
}
