import type { StudioPhase, StudioStore } from '../stores/studio.store'

export type PusherComponent = WechatMiniprogram.Component.TrivialInstance & {
  start(): void
  stop(): void
  startPreview(): void
  switchCamera(): void
  /** Ours alone: ZEGO's plugin has no torch. */
  toggleTorch?(options: { success?(): void; fail?(): void }): void
}

/** The page of the studio as its screens see it; each screen adds its data, its fields and its handlers. */
export interface GoLivePage {
  readonly store: StudioStore | null
  readonly data: {
    readonly phase: StudioPhase
    readonly onAir: boolean
    readonly covering: boolean
    readonly line: boolean
    readonly lost: unknown
    readonly beauty: number
    readonly mirror: boolean
    readonly back: boolean
    readonly torch: boolean
    readonly more: boolean
  }
  setData(change: object, done?: () => void): void
  pusher(): PusherComponent | null
  /** Opens the camera's preview, again if need be. */
  preview(): void
}

/** What a screen shows of the studio: data by name, each a field of the store or drawn from it. */
export type StudioFields = Readonly<
  Record<string, (keyof StudioStore & string) | ((studio: StudioStore) => unknown)>
>
