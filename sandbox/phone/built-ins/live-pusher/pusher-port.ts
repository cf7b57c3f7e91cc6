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
  snapshot(): Promise<Snapshot>
  update(settings: PusherSettings): Promise<void>
  enterBackground(): void
  leaveBackground(): void
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
}

export interface PusherPortDeps {
  readonly pushUrl: string
  readonly emit: (event: string, detail: unknown) => void
  readonly canvasHost: HTMLElement
}

export interface Snapshot {
  readonly blob: Blob
  readonly width: number
  readonly height: number
}
