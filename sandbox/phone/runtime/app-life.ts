import type { AppSuspension } from './app-suspension.ts'
import type { Chrome } from './chrome.ts'
import type { AppPages } from './page-stack.ts'
import type { EntryOptions, OpenType, RuntimeEvents } from './phone-runtime.ts'
import { createHome, createNotFound } from './screens.ts'
import { parseAddress } from './url.ts'

export interface AppLifeDeps {
  readonly pages: AppPages
  readonly chrome: Chrome
  readonly events: RuntimeEvents
  readonly suspension: AppSuspension
  readonly appName: string
  report(error: unknown, where: string): void
}

/** Back from another Mini Program. Source: WeChat docs, 场景值. */
const SCENE_BACK = 1038

type AppInstance = Record<string, unknown>

/**
 * The App() instance and its way between foreground and background. D-WX-05: it is suspended
 * there, never destroyed.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html
 */
export class AppLife {
  private readonly deps: AppLifeDeps
  private instance: AppInstance | null = null
  private launched: EntryOptions = entryOptions('', 1001)
  private entered: EntryOptions = this.launched
  private home: HTMLElement | null = null
  private away = false

  constructor(deps: AppLifeDeps) {
    this.deps = deps
  }

  /** The global App(). */
  readonly App = (definition: AppInstance): void => {
    if (this.instance) throw new Error('App() was called twice')
    this.instance = { ...definition }
  }

  /** The global getApp(). */
  readonly getApp = (): AppInstance => {
    this.instance ??= {}
    return this.instance
  }

  launchOptions(): EntryOptions {
    return this.launched
  }

  enterOptions(): EntryOptions {
    return this.entered
  }

  /** Cold start; the app's script has run. */
  async launch(url: string, scene: number): Promise<void> {
    this.launched = entryOptions(url, scene)
    this.entered = this.launched
    this.call('onLaunch', { ...this.launched })
    this.announceShow()
    await this.openFromOutside('appLaunch', url)
  }

  /** A card or scheme was tapped. The person was elsewhere to do so: the app was in the background. */
  async open(url: string, scene: number): Promise<void> {
    this.hide()
    this.entered = entryOptions(url, scene)
    this.leaveHome()
    this.announceShow()
    await this.openFromOutside('autoReLaunch', url)
  }

  /** To the background; the phone shows its desktop. Harmless when it is there already. */
  hide(): void {
    if (this.home) return
    this.leave()
    this.home = createHome(this.deps.appName, () => this.show())
    document.body.append(this.home)
  }

  /** Back to the foreground, where it was. */
  show(): void {
    if (!this.home) return
    this.leaveHome()
    this.resume()
  }

  /** To another Mini Program and back; what that one leaves is the referrerInfo of the next onShow. */
  async visit(other: () => Promise<EntryOptions['referrerInfo']>): Promise<void> {
    this.leave()
    const referrerInfo = await other()
    this.entered = { ...this.entered, scene: SCENE_BACK, referrerInfo }
    if (this.away && !this.home) this.resume()
  }

  /** Calls a method of App(), if there is one. */
  call(method: string, argument: unknown): void {
    const own = this.instance?.[method]
    if (typeof own !== 'function') return
    try {
      own.call(this.instance, argument)
    } catch (error) {
      this.deps.report(error, `App ${method}`)
    }
  }

  private leave(): void {
    if (this.away) return
    this.away = true
    const { pages, events, suspension } = this.deps
    const top = pages.top()
    if (top) pages.hide(top)
    this.call('onHide', { reason: 0 })
    events.emit('appHide', { reason: 0 })
    suspension.enterBackground()
  }

  private resume(): void {
    this.announceShow()
    const top = this.deps.pages.top()
    if (top) this.deps.pages.show(top)
  }

  private announceShow(): void {
    this.away = false
    this.deps.suspension.resume()
    this.call('onShow', { ...this.entered })
    const { path, query, scene } = this.entered
    this.deps.events.emit('appShow', { path, query: { ...query }, scene })
  }

  private leaveHome(): void {
    this.home?.remove()
    this.home = null
  }

  /** An address from outside may be wrong: the app may route elsewhere at once, else WeChat's own page is shown. */
  private async openFromOutside(openType: OpenType, url: string): Promise<void> {
    const { pages, chrome, events } = this.deps
    chrome.stage.querySelector('.phone-screen')?.remove()
    try {
      await pages.open(openType, `/${url.replace(/^\/+/, '')}`)
    } catch (error) {
      if (!/is not found$/.test((error as Error).message)) throw error
      const { path, query } = parseAddress(url)
      const miss = { path, query, isEntryPage: openType === 'appLaunch' }
      const before = pages.routes
      this.call('onPageNotFound', miss)
      events.emit('pageNotFound', miss)
      if (pages.routes === before) chrome.stage.append(createNotFound())
    }
  }
}

function entryOptions(url: string, scene: number): EntryOptions {
  return { ...parseAddress(url), scene, shareTicket: undefined, referrerInfo: {} }
}
