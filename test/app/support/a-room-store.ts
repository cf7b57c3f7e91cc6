import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import { RoomStore } from '../../../miniprogram/live/stores/room.store.ts'
import type { Rtc } from '../../../miniprogram/rtc/ports.ts'
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
  const world = {
    ...{ clock, phone, rtc, cloud, session },
    loadRtc: async (): Promise<Rtc> => rtc,
  }
  const store = new RoomStore({
    ...{ cloud, clock, phone, session },
    loadRtc: () => world.loadRtc(),
    random: () => 0.5,
    log: () => {},
  })
  return Object.assign(world, { store })
}
