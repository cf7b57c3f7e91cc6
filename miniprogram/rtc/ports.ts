import type { PhoneEvent } from '../core/phone-events'
import type { TokenGrant } from '../domain/api/token'
import type { Beacon, RoomSignal } from '../domain/signal'

/** Pieces left of number 1…n of the shelf `shelfRev`. */
export type ShelfStocks = NonNullable<Beacon['shelf']>

/**
 * lost = ZEGO gave up, a new login with a fresh token helps; staleToken = it refused the one it has; replaced = another
 * room was opened on this phone, nothing more comes from this one.
 */
export type ConnectionEvent =
  | 'joined'
  | 'reconnecting'
  | 'lost'
  | 'staleToken'
  | 'kicked'
  | 'otherDevice'
  | 'replaced'

export interface RoomListener {
  connection(event: ConnectionEvent): void
  /** Only signals of the reserved system user arrive here; everything else is dropped and counted. */
  signal(signal: RoomSignal): void
  /** The system's sign of life, as trustworthy as a signal: a newer `rev` than ours means that we missed one. */
  beacon(beacon: Beacon): void
  /** People in the room right now, the anchor included. */
  online(count: number): void
  /** ZEGO says so 30 s ahead: fetch a grant and call `renew`. */
  tokenWillExpire(): void
  /** Streams came or went: a hint that the truth may have changed, never the truth itself. */
  streamsChanged(): void
}

export interface LiveRoom {
  /**
   * Logs in; repeated, it logs in anew and the streams begin again. Rejects with an RtcError when ZEGO refuses or does
   * not answer in time.
   */
  join(grant: TokenGrant): Promise<void>
  renew(grant: TokenGrant): void
  publisher(component: LiveComponent, onState: (state: PublisherState) => void): Publisher
  player(component: LiveComponent, onState: (state: PlayerState) => void): Player
  /** What happened to the phone: the streams and the login answer to it. */
  phone(event: PhoneEvent): void
  /** Stops every stream, then logs out. Harmless when repeated or when joining has not finished. */
  leave(): Promise<void>
}

/** zego-pusher or zego-player on a page, whichever implementation stands behind it. */
export interface LiveComponent {
  /** Puts the address on the component; resolves when the component has it. */
  load(url: string, streamID: string): Promise<void>
  start(): void
  stop(): void
}

/** A component event as WeChat delivers it; only `detail` is read. */
export interface ComponentEvent {
  readonly detail: { readonly code?: unknown; readonly info?: unknown }
}

export type PublisherState =
  | 'idle'
  | 'preparing'
  | 'connecting'
  | 'live'
  | 'interrupted'
  | 'recovering'
  | 'stopped'
  | 'failed'

export type PlayerState =
  | 'idle'
  | 'requesting'
  | 'playing'
  | 'stalled'
  | 'anchor-away'
  | 'recovering'
  | 'ended'
  | 'failed'

interface StreamHandle {
  /** bindstatechange of the component. */
  onStateChange(event: ComponentEvent): void
  /** bindnetstatus of the component. */
  onNetStatus(event: ComponentEvent): void
  /** The person asks for one more try after it was given up. */
  retry(): void
}

export interface Publisher extends StreamHandle {
  prepare(): void
  start(streamID: string): void
  stop(): void
}

export interface Player extends StreamHandle {
  play(streamID: string): void
  /** The room's truth says that the show is over: the only way to the state `ended`. */
  end(): void
  stop(): void
}
