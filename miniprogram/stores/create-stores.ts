import { HomeStore } from './home.store'
import { RoomStore, type RoomStoreDeps } from './room.store'
import { SessionStore } from './session.store'
import { StudioStore, type StudioStoreDeps } from './studio.store'

export type StoreDeps = Omit<RoomStoreDeps & StudioStoreDeps, 'session'>

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
    home: new HomeStore({ cloud: deps.cloud, session, warmUp: () => void deps.loadRtc().catch(() => {}) }),
    room: () => new RoomStore({ ...deps, session }),
    studio: () => new StudioStore({ ...deps, session }),
  }
}
