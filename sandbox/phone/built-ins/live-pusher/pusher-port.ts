import type { NetworkSocket } from '../../runtime/network-socket.ts'
import type { Device } from '../../runtime/phone-runtime.ts'

/** What live-pusher needs of an engine that films and publishes. Bitrates in kbps. */
export interface PusherPort {
  start(url: string): Promise<void>
  stop(): void
  pause(): void
  resume(): void
  startPreview(): Promise<void>
  stopPreview(): void
  switchCamera(): Promise<void>
  /** False when there is no torch. */
  toggleTorch(): Promise<boolean>
  /** 0–1 */
  setMicrophoneVolume(volume: number): void
  snapshot(): Promise<Snapshot>
  update(settings: PusherSettings): Promise<void>
  enterBackground(): void
  leaveBackground(): void
  /** A phone call begins or ends. */
  interrupt(interrupted: boolean): void
  loseCamera(lost: boolean): void
  loseMicrophone(lost: boolean): void
  freeze(frozen: boolean): void
  destroy(): void
}

export interface PusherSettings {
  readonly videoWidth: number
  readonly videoHeight: number
  readonly fps: number
  readonly minBitrate: number
  readonly maxBitrate: number
  readonly muted: boolean
  readonly enableCamera: boolean
  readonly devicePosition: 'front' | 'back'
  readonly mirror: boolean
  readonly localMirror: 'auto' | 'enable' | 'disable'
  readonly audioQuality: 'high' | 'low'
  readonly scene: Device['scene']
  readonly look: {
    /** 0–1 */
    readonly softness: number
    /** 0–1 */
    readonly whiteness: number
    readonly filter: string
  }
  /** URL that the page can load; '' = none. */
  readonly waitingImage: string
}

export interface PusherPortDeps {
  readonly pushUrl: string
  readonly openSocket: (url: string) => NetworkSocket
  readonly emit: (event: string, detail: unknown) => void
  readonly canvasHost: HTMLElement
}

export interface Snapshot {
  readonly blob: Blob
  readonly width: number
  readonly height: number
}
