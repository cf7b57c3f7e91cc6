import type { AppManifest } from '../manifest.ts'
import { NetworkLost, type PhoneNetwork } from './network.ts'
import type { RuntimeEvents } from './phone-runtime.ts'
import { pluginRootOf } from './plugin-root.ts'
import type { TemplateGroup, WxsHelpers } from './wxs.ts'

/** The name WeChat itself gives the main package. */
export const MAIN_PACKAGE = '__APP__'

/** What compiler/package-script.ts writes. */
export interface PackageScript {
  readonly root: string
  readonly styles: Readonly<Record<string, string>>
  readonly templates: (
    wxs: WxsHelpers,
    getRegExp: (pattern: string, flags?: string) => RegExp,
    getDate: (...args: number[]) => Date,
  ) => TemplateGroup
  readonly modules: Readonly<Record<string, PackageModule>>
}

export interface PackageModule {
  readonly dependencies: Readonly<Record<string, string>>
  readonly run: (...args: unknown[]) => void
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onLazyLoadError.html */
export const PACKAGE_TIMEOUT_MS = 10_000
const TIMED_OUT = 'loadSubpackage: fail'

interface PreloadRule {
  /** Roots; a sub-package's `name` is not looked up: D-WX-14. */
  readonly packages?: readonly string[]
  readonly network?: 'all' | 'wifi'
}

export interface PackageLoaderDeps {
  readonly manifest: AppManifest
  readonly events: RuntimeEvents
  readonly network: PhoneNetwork
  /** What a slow network has to carry. */
  bytesOf(root: string): number
  /** A package's script has arrived; none of its modules has run. */
  install(script: PackageScript): void
  /** A package was asked for and is used from now on; once for each. */
  injected(root: string): void
}

/** Loads packages over the network, each at most once at a time; a failed one may be asked for again. */
export class PackageLoader {
  private readonly manifest: AppManifest
  private readonly events: RuntimeEvents
  private readonly network: PhoneNetwork
  private readonly bytesOf: (root: string) => number
  private readonly install: (script: PackageScript) => void
  private readonly injected: (root: string) => void
  private readonly entered = new Set<string>()
  private readonly loaded = new Set<string>()
  private readonly downloads = new Map<string, Promise<void>>()

  constructor({ manifest, events, network, bytesOf, install, injected }: PackageLoaderDeps) {
    this.manifest = manifest
    this.events = events
    this.network = network
    this.bytesOf = bytesOf
    this.install = install
    this.injected = injected
    Object.defineProperty(globalThis, '__phonePackage', {
      value: (script: PackageScript) => {
        if (this.loaded.has(script.root)) return
        this.loaded.add(script.root)
        this.install(script)
      },
    })
  }

  /** Root of the package that holds `path`. */
  packageOf(path: string): string {
    const plugin = pluginRootOf(path)
    if (plugin !== null) {
      const { plugins } = this.manifest
      return Object.values(plugins).find(({ root }) => root === plugin)?.packageRoot ?? MAIN_PACKAGE
    }
    return this.manifest.subPackages.find(({ root }) => path.startsWith(`${root}/`))?.root ?? MAIN_PACKAGE
  }

  has(root: string): boolean {
    return this.loaded.has(root)
  }

  /** Rejects Error('loadSubpackage: timeout' | 'loadSubpackage:fail …') after it was announced as lazyLoadError. */
  async load(root: string): Promise<void> {
    await this.arrival(root)
    if (this.entered.has(root)) return
    this.entered.add(root)
    this.injected(root)
  }

  private arrival(root: string): Promise<void> {
    return this.download(root).catch((error: Error) => {
      const announce = (errMsg: string) =>
        this.events.emit('lazyLoadError', { type: 'subpackage', subpackage: [root], errMsg })
      if (error.message === TIMED_OUT) announce('loadSubpackage: timeout')
      announce(error.message)
      throw error
    })
  }

  /**
   * app.json's preloadRule of a page that was entered: downloads early, runs nothing, and fails silently.
   * https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/preload.html
   */
  preload(page: string): void {
    const rules = (this.manifest.appJson.preloadRule ?? {}) as Record<string, PreloadRule | undefined>
    const { packages = [], network = 'wifi' } = rules[page] ?? {}
    if (network === 'wifi' && this.network.type() !== 'wifi') return
    for (const root of packages) this.download(root.replace(/^\/+|\/+$/g, '')).catch(() => undefined)
  }

  private download(root: string): Promise<void> {
    if (this.loaded.has(root)) return Promise.resolve()
    const known = this.downloads.get(root)
    if (known) return known
    const download = this.fetch(root).finally(() => this.downloads.delete(root))
    this.downloads.set(root, download)
    return download
  }

  /** The main package is on the phone already: what opened the app has brought it. */
  private async fetch(root: string): Promise<void> {
    const missed = `loadSubpackage:fail package ${root} could not be downloaded`
    if (root === MAIN_PACKAGE) return this.addScript(root, missed)
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(TIMED_OUT)), PACKAGE_TIMEOUT_MS)
    })
    const travel = async (): Promise<void> => {
      await this.network.travel('down', this.bytesOf(root))
      await this.network.guard(this.addScript(root, missed))
    }
    const arrival = travel().catch((error: unknown) => {
      throw error instanceof NetworkLost ? new Error(missed) : error
    })
    return Promise.race([arrival, late]).finally(() => clearTimeout(timer))
  }

  private addScript(root: string, missed: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script')
      const fail = (errMsg: string): void => {
        script.remove()
        reject(new Error(errMsg))
      }
      script.onload = () => {
        if (this.loaded.has(root)) resolve()
        else fail(`loadSubpackage:fail package ${root} is broken`)
      }
      script.onerror = () => fail(missed)
      script.src = `/_phone/package/${root}.js`
      document.head.append(script)
    })
  }
}
