import type { Clock } from './clock'
import type { CloudApi } from './cloud-api'
import { HomeStore } from './home.store'
import type { Rtc } from './live-room'
import { RoomStore } from './room.store'
import { SessionStore } from './session.store'
import { StudioStore } from './studio.store'
import type { MissingDevice } from './studio-words'

export interface StoreDeps {
  readonly cloud: CloudApi
  readonly clock: Clock
  loadRtc(): Promise<Rtc>
  askDevices(): Promise<MissingDevice | null>
  random(): number
  log(line: string): void
}

/** Session and home live as long as the app; a room or studio store lives as long as its page. */
export interface Stores {
  readonly session: SessionStore
  readonly home: HomeStore
  room(): RoomStore
  studio(): StudioStore
}

export function createStores(deps: StoreDeps): Stores {
  const session = new SessionStore(deps)
  return {
    session,
    home: new HomeStore({ cloud: deps.cloud, session }),
    room: () => new RoomStore({ ...deps, session }),
    studio: () => new StudioStore({ ...deps, session }),
  }
}
