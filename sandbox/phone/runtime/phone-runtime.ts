import type { Conditions, NetworkType } from '../conditions.ts'
import type { Device } from '../device.ts'
import type { HostRequests, PhoneRecord, PhoneRequests, PlayerMark } from '../link/link.ts'
import type { AppManifest } from '../manifest.ts'
import type { AppSuspension } from './app-suspension.ts'
import type { NavigationBarChange } from './chrome.ts'
import type { PhoneNetwork } from './network.ts'
import type { SmallWindow } from './small-window.ts'
import type { Feature } from './versions.ts'

export type { Device, HostMapping } from '../device.ts'

/**
 * The phone page from the inside: what `wx/` families and `built-ins/` get. One object per page load, made by
 * runtime/boot.ts; nothing in here is visible to app code.
 */
export interface PhoneRuntime {
  readonly manifest: AppManifest
  readonly device: Device
  readonly link: PhoneLink
  readonly pages: PageStack
  /** App-level events that `wx.onX` families subscribe to. */
  readonly events: RuntimeEvents
  /** Layer above the app for WeChat's own surfaces: toasts, dialogs, share sheet, permission sheets. */
  readonly overlay: HTMLElement
  /** The way to everything outside; what does not take it knows no weak network. */
  readonly network: PhoneNetwork
  /** Whatever calls app code asynchronously does it through here. */
  readonly suspension: AppSuspension
  /** What faults have done to this phone; `conditions` is raised when it changes. */
  conditions(): Conditions
  /** Uncaught error of app code: App.onError, the phone's red bar, the terminal, the automator. */
  reportError(error: unknown, where: string): void
  /**
   * Adds to what `phones.records(id)` answers, for tests that assert order: component calls, attributes and events,
   * socket frames, routes. `detail` must be JSON (binary: {base64}); what is not becomes its text.
   */
  record(kind: PhoneRecord['kind'], name: string, detail?: unknown): void
  /** Whether this phone's base library is new enough; the table stands in versions.ts. */
  supports(feature: Feature): boolean
  /** Absolute virtual path of `url` seen from the page or component `from` ('../x/x?a=1' → 'live/x/x?a=1'). */
  resolveUrl(url: string, from?: string): string
  /** URL under which the phone page can load a file of the project (`/assets/a.png`, relative, http, data:). */
  assetUrl(path: string, from?: string): string
  /** What App.onLaunch got (launch) and the newest App.onShow (enter): wx.getLaunchOptionsSync, getEnterOptionsSync. */
  launchOptions(): EntryOptions
  enterOptions(): EntryOptions
  /** Starts, resumes or re-launches the app at `url` from outside (card, scheme), as WeChat does. */
  openApp(url: string, scene: number): Promise<void>
  /** Another Mini Program is in front until `other` settles with what App.onShow gets as referrerInfo. */
  visit(other: () => Promise<EntryOptions['referrerInfo']>): Promise<void>
  /** The shown page's navigation bar; a later `update` of the same field wins. */
  readonly navigationBar: { update(change: NavigationBarChange, pageID?: number): void }
  /** True while a tap handler's macrotask runs (WeChat's "user TAP gesture"). */
  inTap(): boolean
  /** Where live components offer to go on when their page is left. */
  readonly smallWindow: SmallWindow
  /** Readers of the time marks of playing live-players, keyed by element id; 'media.marks' asks them all. */
  readonly playerMarks: Map<string, () => PlayerMark>
}

export interface EntryOptions {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly scene: number
  readonly shareTicket: string | undefined
  readonly referrerInfo: Readonly<Record<string, unknown>>
}

export interface PhoneLink {
  request<M extends keyof PhoneRequests>(
    method: M,
    params: PhoneRequests[M]['params'],
  ): Promise<PhoneRequests[M]['result']>
  /** Answers a host request. One handler a method. */
  handle<M extends keyof HostRequests>(
    method: M,
    handler: (
      params: HostRequests[M]['params'],
    ) => HostRequests[M]['result'] | Promise<HostRequests[M]['result']>,
  ): void
}

export type OpenType =
  | 'appLaunch'
  | 'navigateTo'
  | 'redirectTo'
  | 'navigateBack'
  | 'switchTab'
  | 'reLaunch'
  | 'autoReLaunch'

export interface PageStack {
  /** Bottom first. */
  current(): readonly OpenedPage[]
  /**
   * Routes by WeChat's rules (≤ 10 pages, lifecycle order of "页面路由"). `url` is absolute or relative to the top page.
   * Rejects with Error('navigateTo:fail …') texts; resolves when the route was accepted.
   */
  open(
    openType: OpenType,
    url: string,
    options?: { events?: Record<string, (...args: unknown[]) => void> },
  ): Promise<OpenedPage>
  back(delta?: number): Promise<void>
}

export interface OpenedPage {
  readonly pageID: number
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The Page() instance as app code sees it (`this`). */
  readonly instance: Record<string, unknown>
  /** glass-easel component of the page, for selectors. */
  readonly component: unknown
  /** The scrolling element that holds its `<wx-page>`. */
  readonly host: HTMLElement
  /** The opener's end of the page's EventChannel: what navigateTo's `success` gets as `eventChannel`. */
  readonly eventChannel: EventChannel
  /** Asks the person before a way back leaves the page; false = it stays (wx.enableAlertBeforeUnload). */
  mayLeave?: (() => Promise<boolean>) | undefined
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html */
export interface EventChannel {
  on(name: string, listener: (...args: unknown[]) => void): void
  once(name: string, listener: (...args: unknown[]) => void): void
  off(name: string, listener?: (...args: unknown[]) => void): void
  emit(name: string, ...args: unknown[]): void
}

export interface RuntimeEventMap {
  appShow: { path: string; query: Record<string, string>; scene: number }
  appHide: { reason: number }
  networkStatusChange: { isConnected: boolean; networkType: NetworkType }
  networkWeakChange: { weakNet: boolean; networkType: NetworkType }
  audioInterruptionBegin: undefined
  audioInterruptionEnd: undefined
  /** Raised after everything above, for the live components. */
  conditions: Conditions
  /** A permission was changed by the person, not by a question of the app. */
  permission: { scope: string; allowed: boolean }
  error: { message: string; stack: string }
  unhandledRejection: { reason: unknown }
  pageNotFound: { path: string; query: Record<string, string>; isEntryPage: boolean }
  lazyLoadError: { type: 'subpackage'; subpackage: string[]; errMsg: string }
  /** The person tapped ··· in the capsule. */
  menu: { pageID: number }
  pageUnload: { pageID: number }
  pageHide: { pageID: number }
  pageShow: { pageID: number }
}

export interface RuntimeEvents {
  on<K extends keyof RuntimeEventMap>(name: K, listener: (event: RuntimeEventMap[K]) => void): () => void
  emit<K extends keyof RuntimeEventMap>(name: K, event: RuntimeEventMap[K]): void
}

/** One file an API family: `wx/route.ts`, `wx/storage.ts`, … merged by `wx/index.ts`. */
export type WxFamily = (phone: PhoneRuntime) => Record<string, unknown>

/**
 * One built-in component: `built-ins/<tag>/<tag>.ts`. `definition` is what glass-easel-miniprogram-adapter's
 * `Component()` takes; the component's element is `<wx-TAG>`, and `this._$.$$` is that HTMLElement.
 */
export interface BuiltIn {
  readonly tag: string
  readonly css: string
  definition(phone: PhoneRuntime): Record<string, unknown>
}
