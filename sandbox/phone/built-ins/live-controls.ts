import { perPhone } from '../wx/per-phone.ts'
import { type Node_, pageOf } from './component.ts'

export type LiveResult = Record<string, unknown> | undefined

/** What the live contexts of `wx` can do with a live component. Unknown or unsupported methods reject. */
export interface LiveControls {
  call(method: string, options: Readonly<Record<string, unknown>>): Promise<LiveResult>
}

/** Where `wx.createLivePusherContext` and `wx.createLivePlayerContext` find the components of the shown pages. */
export class LiveRegistry {
  readonly #pushers = new WeakMap<object, LiveControls>()
  readonly #players = new WeakMap<object, LiveControls>()

  /** False when the page already has a pusher: WeChat allows one. */
  addPusher(node: Node_, controls: LiveControls): boolean {
    const page = pageOf(node)
    if (this.#pushers.has(page)) return false
    this.#pushers.set(page, controls)
    return true
  }

  removePusher(page: object, controls: LiveControls): void {
    if (this.#pushers.get(page) === controls) this.#pushers.delete(page)
  }

  /** `page` is the page's glass-easel component. */
  pusherOf(page: unknown): LiveControls | undefined {
    return isObject(page) ? this.#pushers.get(page) : undefined
  }

  addPlayer(node: object, controls: LiveControls): void {
    this.#players.set(node, controls)
  }

  /** `node` is the player's own glass-easel element. */
  playerOf(node: unknown): LiveControls | undefined {
    return isObject(node) ? this.#players.get(node) : undefined
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

export const liveRegistryOf = perPhone(() => new LiveRegistry())
