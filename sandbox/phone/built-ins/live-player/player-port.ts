import type { NetworkSocket } from '../../runtime/network-socket.ts'
import type { Snapshot } from '../live-pusher/pusher-port.ts'

/** What live-player needs of an engine that fetches and shows. */
export interface PlayerPort {
  play(src: string): void
  stop(): void
  pause(): void
  resume(): void
  mute(muted: boolean): void
  snapshot(): Promise<Snapshot>
  enterBackground(): void
  leaveBackground(): void
  destroy(): void
}

export interface PlayerPortDeps {
  readonly flvUrl: string
  readonly openSocket: (url: string) => NetworkSocket
  readonly emit: (event: string, detail: unknown) => void
  readonly video: HTMLVideoElement
}
