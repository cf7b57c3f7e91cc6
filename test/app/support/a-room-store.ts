import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import { RoomStore } from '../../../miniprogram/live/stores/room.store.ts'
import { createSessions, type Rtc } from '../../../miniprogram/rtc/sessions.ts'
import { aGrant, aRoom, FakeClock, FakePhone, RecordingCloud, RecordingRtc } from './fakes.ts'

/** A shopper's room over a cloud, a phone and an rtc package that are driven; `loadRtc` may be put in place of. */
export function aRoomStore() {
  const clock = new FakeClock()
  const phone = new FakePhone()
  const rtc = new RecordingRtc()
  const cloud = new RecordingCloud({
    'room.enter': () => ({ room: aRoom(), grant: aGrant() }),
    'room.snapshot': () => ({ room: aRoom() }),
    'token.issue': () => aGrant({ token: 't3' }),
    'token.renew': () => aGrant({ token: 't2' }),
  })
  const session = new SessionStore({ clock })
  const shared = { cloud, clock, session, log: () => {} }
  const sessions = createSessions({ ...shared, random: () => 0.5, openRoom: rtc.openRoom })
  const world = {
    ...{ clock, phone, rtc, cloud, session, sessions },
    loadRtc: async (): Promise<Rtc> => sessions,
  }
  const store = new RoomStore({ ...shared, phone, loadRtc: () => world.loadRtc() })
  return Object.assign(world, { store })
}
