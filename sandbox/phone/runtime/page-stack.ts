import type { GeneralComponent } from 'glass-easel'
import type { Root } from 'glass-easel-miniprogram-adapter'
import { SandboxUnsupportedError } from '../../errors.ts'
import type { AppManifest } from '../manifest.ts'
import type { Chrome, PageFrame } from './chrome.ts'
import type { Components } from './components.ts'
import { createEventChannel } from './event-channel.ts'
import type { PackageLoader } from './packages.ts'
import type {
  EventChannel,
  OpenedPage,
  OpenType,
  PageStack,
  PhoneRuntime,
  RuntimeEvents,
} from './phone-runtime.ts'
import type { SmallWindow } from './small-window.ts'
import { parseAddress, resolveAddress } from './url.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
export const MAX_PAGES = 10

/** px to the end of the page at which onReachBottom fires when the page does not say. */
const REACH_BOTTOM_PX = 50

export interface PageStackDeps {
  readonly manifest: AppManifest
  readonly packages: PackageLoader
  /** Asked late: pages exist before the engine, which may report errors of the page on top. */
  components(): Components
  readonly chrome: Chrome
  readonly events: RuntimeEvents
  smallWindow(): SmallWindow
  report(error: unknown, where: string): void
  record: PhoneRuntime['record']
  supports: PhoneRuntime['supports']
}

export interface StackedPage extends OpenedPage {
  /** Path with query as it was opened. */
  readonly address: string
  readonly frame: PageFrame
  readonly root: Root
  readonly component: GeneralComponent
}

interface OpenOptions {
  events?: Record<string, (...args: unknown[]) => void>
}

/**
 * The pages of the app and their life. One route runs at a time; routes asked for meanwhile wait in order.
 * D-WX-02: all pages share one document and one thread. D-WX-06: no route animation, no onRouteDone, no route events.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html
 */
export class AppPages implements PageStack {
  private readonly deps: PageStackDeps
  private readonly stack: StackedPage[] = []
  /** Left, but going on in the small window: in no stack, and not unloaded. */
  private dangling: StackedPage | null = null
  private running: Promise<unknown> = Promise.resolve()
  private lastPageID = 0
  /** Counts what was asked for, so that a page-not-found handler's own route can be told. */
  routes = 0

  constructor(deps: PageStackDeps) {
    this.deps = deps
  }

  current(): readonly StackedPage[] {
    return this.stack
  }

  top(): StackedPage | undefined {
    return this.stack.at(-1)
  }

  /** What getCurrentPages() of app code answers. */
  instances(): Record<string, unknown>[] {
    return this.stack.map(({ instance }) => instance)
  }

  /** The open page of that number; without a number the one on top. */
  find(pageID?: number): StackedPage | undefined {
    return pageID === undefined ? this.top() : this.stack.find((page) => page.pageID === pageID)
  }

  open(openType: OpenType, url: string, options: OpenOptions = {}): Promise<StackedPage> {
    this.routes += 1
    return this.queue(() => this.route(openType, url, options))
  }

  async back(delta = 1): Promise<void> {
    const { mayLeave } = this.top() ?? {}
    if (this.stack.length > 1 && mayLeave && !(await mayLeave())) return
    this.routes += 1
    return this.queue(async () => {
      if (this.stack.length < 2) throw new Error('navigateBack:fail cannot navigate back at first page.')
      const count = Math.min(Math.max(1, delta), this.stack.length - 1)
      this.deps.record('route', 'navigateBack', { delta: count })
      for (let popped = 0; popped < count; popped += 1) this.popTop()
      const top = this.top()
      if (top) this.show(top)
    })
  }

  /** From the small window to the full page: back to it, or on top again when it was popped. */
  maximize(page: StackedPage): Promise<void> {
    return this.queue(async () => {
      const below = this.stack.indexOf(page)
      if (below === this.stack.length - 1) return
      this.deps.record('route', below < 0 ? 'navigateTo' : 'navigateBack', {
        path: page.path,
        pipMode: 'max',
      })
      if (below >= 0) while (this.top() !== page) this.popTop()
      else {
        const top = this.top()
        if (top) this.hide(top)
        this.dangling = null
        this.stack.push(page)
      }
      this.show(page)
    })
  }

  /** The small window was closed: a page that only lived in it ends. */
  dismiss(page: StackedPage): void {
    if (this.dangling !== page) return
    this.dangling = null
    this.deps.record('route', 'dismissPip', { path: page.path })
    this.unload(page)
  }

  /** Calls a page's own method, if it has one; what it throws is reported. */
  call(page: StackedPage, method: string, ...args: unknown[]): unknown {
    const own = page.instance[method]
    if (typeof own !== 'function') return undefined
    try {
      return own.apply(page.instance, args)
    } catch (error) {
      this.deps.report(error, `${page.path} ${method}`)
      return undefined
    }
  }

  show(page: StackedPage): void {
    if (this.deps.smallWindow().holds(page)) this.deps.smallWindow().leave()
    this.deps.chrome.show(page.frame, this.stack.length > 1)
    this.call(page, 'onShow')
    page.component.triggerPageLifetime('show', [])
    this.deps.events.emit('pageShow', { pageID: page.pageID })
  }

  hide(page: StackedPage): void {
    this.call(page, 'onHide')
    page.component.triggerPageLifetime('hide', [])
    this.deps.events.emit('pageHide', { pageID: page.pageID })
  }

  private queue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.running.then(run)
    this.running = result.catch(() => undefined)
    return result
  }

  private async route(openType: OpenType, url: string, options: OpenOptions): Promise<StackedPage> {
    const { packages } = this.deps
    const components = this.deps.components()
    const address = resolveAddress(url, this.top()?.path ?? '')
    const { path, query } = parseAddress(address)
    this.check(openType, path)
    try {
      await packages.load(packages.packageOf(path))
    } catch (error) {
      throw new Error(`${openType}:fail ${(error as Error).message}`)
    }
    try {
      components.load(path)
    } catch (error) {
      this.deps.report(error, path)
      throw new Error(`${openType}:fail page "${path}" could not be loaded: ${(error as Error).message}`)
    }
    this.deps.record('route', openType, { path, query })
    this.leave(openType)
    return this.enter(address, path, query, options)
  }

  private check(openType: OpenType, path: string): void {
    const { manifest } = this.deps
    if (!manifest.pages.includes(path)) throw new Error(`${openType}:fail page "${path}" is not found`)
    const tabs = (manifest.appJson.tabBar as { list?: { pagePath: string }[] } | undefined)?.list ?? []
    const isTab = tabs.some(({ pagePath }) => pagePath === path)
    if (openType === 'switchTab') {
      if (!isTab) throw new Error('switchTab:fail can not switch to no-tabBar page')
      throw new SandboxUnsupportedError('wx.switchTab', 'D-WX-09')
    }
    if (openType !== 'navigateTo' && openType !== 'redirectTo') return
    if (isTab) throw new Error(`${openType}:fail can not ${openType} a tabbar page`)
    if (openType === 'navigateTo' && this.stack.length >= MAX_PAGES) {
      throw new Error('navigateTo:fail webview count limit exceed')
    }
  }

  private leave(openType: OpenType): void {
    const top = this.top()
    if (!top) return
    if (openType === 'navigateTo') {
      this.deps.smallWindow().enter(top, 'push')
      this.hide(top)
    } else if (openType === 'redirectTo') this.unloadTop()
    else {
      while (this.stack.length > 0) this.unloadTop()
      this.deps.smallWindow().close()
    }
  }

  private enter(
    address: string,
    path: string,
    query: Readonly<Record<string, string>>,
    { events = {} }: OpenOptions,
  ): StackedPage {
    const { chrome, manifest, report } = this.deps
    const components = this.deps.components()
    const config = { ...manifest.window, ...manifest.components[path]?.json }
    const frame = chrome.createPage(config)
    const root = components.createPage(path, address)
    const component = root.getComponent()
    const instance = root.get() as unknown as Record<string, unknown>
    const [opener, opened] = createEventChannel((error) => report(error, `${path} EventChannel`))
    const talks = this.deps.supports('eventChannel')
    if (talks) for (const [name, listener] of Object.entries(events)) opener.on(name, listener)
    this.lastPageID += 1
    const page: StackedPage = {
      pageID: this.lastPageID,
      address,
      path,
      query,
      instance,
      component,
      host: frame.scroller,
      eventChannel: opener,
      frame,
      root,
    }
    describeInstance(page, talks ? opened : null)
    this.stack.push(page)
    const element = component.$$ as unknown as HTMLElement
    element.setAttribute('is', path)
    const place = document.createElement('div')
    frame.scroller.append(place)
    root.attach(frame.scroller as never, place as never)
    this.listenToScrolling(page, config)
    this.call(page, 'onLoad', { ...query })
    this.show(page)
    components.ready.afterwards(() => {
      if (this.stack.includes(page)) this.call(page, 'onReady')
      if (this.deps.supports('preloadRule')) this.deps.packages.preload(path)
    })
    return page
  }

  /** Back from the top page: it ends, or goes on in the small window. */
  private popTop(): void {
    const page = this.top()
    if (page && this.deps.smallWindow().enter(page, 'pop')) {
      this.hide(page)
      this.stack.pop()
      this.dangling = page
    } else this.unloadTop()
  }

  private unloadTop(): void {
    const page = this.top()
    if (!page) return
    this.unload(page)
    this.stack.pop()
  }

  private unload(page: StackedPage): void {
    this.call(page, 'onUnload')
    page.root.release()
    page.frame.element.remove()
    this.deps.events.emit('pageUnload', { pageID: page.pageID })
  }

  private listenToScrolling(page: StackedPage, config: Readonly<Record<string, unknown>>): void {
    const distance = Number(config.onReachBottomDistance ?? REACH_BOTTOM_PX)
    const { scroller } = page.frame
    let atBottom = false
    scroller.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = scroller
      this.call(page, 'onPageScroll', { scrollTop })
      const reached = scrollTop + clientHeight + distance >= scrollHeight
      if (reached && !atBottom) this.call(page, 'onReachBottom')
      atBottom = reached
    })
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html */
function describeInstance({ instance, path, query }: StackedPage, opened: EventChannel | null): void {
  Object.assign(instance, {
    route: path,
    __route__: path,
    options: { ...query },
    ...(opened && { getOpenerEventChannel: () => opened }),
  })
}
