import type { Clock } from '../../../miniprogram/core/clock.ts'
import type { CloudApi } from '../../../miniprogram/core/cloud-api.ts'
import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import { parseSignal } from '../../../miniprogram/domain/signal.ts'
import { RoomEntrance } from '../../../miniprogram/live/stores/room-entrance.ts'
import type {
  LiveComponent,
  LiveRoom,
  Player,
  PlayerState,
  RoomListener,
} from '../../../miniprogram/rtc/ports.ts'
import { createSessions } from '../../../miniprogram/rtc/sessions.ts'

/** How long after the stream stops a player calls the anchor away; the stream is back at once. */
export const AWAY_AFTER_MS = 10_000

export interface ViewerDeps {
  readonly clock: Clock
  readonly cloud: CloudApi
  readonly random: () => number
}

/**
 * A viewer’s phone: the app's own RoomEntrance and ViewerSession, which alone decide what is asked of the server, over audio and video that
 * always work. What happens to the phone is told by the bench.
 */
export class Viewer {
  readonly #entrance: RoomEntrance
  #listener: RoomListener | null = null
  #onPlayer: ((state: PlayerState) => void) | null = null
  #isPlaying = false

  constructor({ clock, cloud, random }: ViewerDeps, roomID: string) {
    const session = new SessionStore({ clock })
    const shared = { cloud, session, clock, log: () => {} }
    const rtc = createSessions({ ...shared, random, openRoom: (listener) => this.#room(listener) })
    const deps = { ...shared, loadRtc: async () => rtc }
    const listener = { snapshot() {}, player() {}, online() {}, stocks() {}, error() {}, replaced() {} }
    this.#entrance = new RoomEntrance(deps, { roomID, component: NO_COMPONENT }, listener)
  }

  /** In ZEGO's room: signals come here, and minutes are counted. */
  get isIn(): boolean {
    return this.#listener !== null
  }

  enter(): Promise<void> {
    return this.#entrance.open()
  }

  leave(): Promise<void> {
    return this.#entrance.close()
  }

  hears(fromUserID: string, text: string): void {
    const heard = parseSignal(fromUserID, text)
    if (heard?.kind === 'room') this.#listener?.signal(heard)
    if (heard?.kind === 'beacon') this.#listener?.beacon(heard)
  }

  /** A stream came or went, as ZEGO tells everybody in the room. */
  streamsChanged(): void {
    this.#listener?.streamsChanged()
  }

  /** The player's own word, AWAY_AFTER_MS after the stream stopped. */
  anchorIsAway(): void {
    if (this.#isPlaying) this.#onPlayer?.('anchor-away')
  }

  anchorIsBack(): void {
    if (this.#isPlaying) this.#onPlayer?.('playing')
  }

  goesAway(): void {
    this.#entrance.session?.phone('hidden')
  }

  comesBack(): void {
    this.#entrance.session?.phone('shown')
  }

  /** From Wi-Fi to mobile data: ZEGO's SDK logs in again by itself. */
  changesNetwork(): void {
    this.#entrance.session?.phone('networkSwitched')
    this.#listener?.connection('joined')
  }

  #room(listener: RoomListener): LiveRoom {
    return {
      join: async () => {
        this.#listener = listener
        listener.connection('joined')
      },
      renew() {},
      phone() {},
      player: (_tag, onState) => this.#player(onState),
      publisher: () => {
        throw new Error('a viewer does not publish')
      },
      leave: async () => {
        this.#listener = null
        this.#isPlaying = false
      },
    }
  }

  #player(onState: (state: PlayerState) => void): Player {
    this.#onPlayer = onState
    const to = (state: PlayerState) => () => {
      this.#isPlaying = state === 'playing'
      onState(state)
    }
    return {
      play: to('playing'),
      end: to('ended'),
      stop: to('idle'),
      retry() {},
      onStateChange() {},
      onNetStatus() {},
    }
  }
}

const NO_COMPONENT: LiveComponent = { load: async () => {}, start() {}, stop() {} }
