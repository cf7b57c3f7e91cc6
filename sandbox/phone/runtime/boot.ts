import type { GeneralComponent } from 'glass-easel'
import { SandboxUnsupportedError } from '../../errors.ts'
import { createAppConsole, createAppFunction, loggable } from './app-globals.ts'
import { AppLife } from './app-life.ts'
import { AppSuspension } from './app-suspension.ts'
import type { BootConfig } from './boot-config.ts'
import { createChrome } from './chrome.ts'
import { Components } from './components.ts'
import { createErrorReporter } from './error-reporter.ts'
import { installPlainEvents } from './event-object.ts'
import { answerHost, answerReload } from './host-requests.ts'
import type { PageModule } from './inspect.ts'
import { installInstanceMethods } from './instance-methods.ts'
import { createInternals } from './internals.ts'
import { type ModuleGlobals, ModuleLoader } from './module-loader.ts'
import { PhoneNetwork } from './network.ts'
import { MAIN_PACKAGE, PackageLoader } from './packages.ts'
import { connectPageLink } from './page-link.ts'
import { AppPages, type StackedPage } from './page-stack.ts'
import { PhoneConditions } from './phone-conditions.ts'
import type { BuiltIn, PhoneLink, PhoneRuntime } from './phone-runtime.ts'
import { pluginScopes, requirePluginOf } from './plugins.ts'
import { createRuntimeEvents } from './runtime-events.ts'
import { showProblems, showSentAway } from './screens.ts'
import { SmallWindow } from './small-window.ts'
import { standardGlobals } from './standard-globals.ts'
import { installTouchLayer } from './touch-layer.ts'
import { resolveAddress } from './url.ts'
import { type Feature, supports } from './versions.ts'

export interface BootParts {
  createWx(phone: PhoneRuntime): Record<string, unknown>
  readonly builtIns: readonly BuiltIn[]
  readonly modules: readonly PageModule[]
}

/** Composition root of the phone page: reads what the host wrote, puts the rooms together, starts the app. */
export function boot(parts: BootParts): void {
  const source = document.getElementById('boot')
  const config = JSON.parse(source?.textContent ?? '') as BootConfig
  source?.remove()
  if (config.fresh) {
    localStorage.clear()
    sessionStorage.clear()
  }
  if (config.problems.length > 0) showBroken(config)
  else void run(config, parts)
}

function showBroken(config: BootConfig): void {
  createChrome(config.device, { menu() {}, home() {}, back() {} })
  showProblems(config.problems)
  const link = connectPageLink(() => announce(link, ''), showSentAway)
  answerReload(link, () => null)
}

async function run(config: BootConfig, { createWx, builtIns, modules }: BootParts): Promise<void> {
  const { manifest } = config
  let started = false
  const topPath = () => pages.top()?.path ?? ''

  // The screen and the line to the host.
  const link = connectPageLink(() => {
    if (started) announce(link, topPath())
  }, showSentAway)
  const { SDKVersion } = config.device
  const has = (feature: Feature) => supports(SDKVersion, feature)
  const reporter = createErrorReporter(link, topPath, has)
  const { report } = reporter
  const events = createRuntimeEvents((error) => report(error, 'event listener'))
  const network = new PhoneNetwork(config.conditions.network)
  const conditions = new PhoneConditions(config.conditions, network, events)
  const suspension = new AppSuspension()
  const record: PhoneRuntime['record'] = (kind, name, detail) => {
    const entry = { at: Date.now(), kind, name, detail: detail === undefined ? null : loggable(detail) }
    link.request('record.add', entry).catch(() => undefined)
  }
  const chrome = createChrome(config.device, {
    menu: () => events.emit('menu', { pageID: pages.top()?.pageID ?? 0 }),
    home: () => app.hide(),
    back: () => void pages.back().catch((error: unknown) => report(error, 'navigateBack')),
  })
  const touch = installTouchLayer(chrome.stage)

  // Packages, pages, app.
  const packages = new PackageLoader({
    manifest,
    events,
    network,
    bytesOf: (root) => config.packageBytes[root] ?? 0,
    install: (script) => {
      loader.install(script.modules)
      components.install(script)
    },
    injected: (root) => {
      if (root !== MAIN_PACKAGE) injectPages(root)
    },
  })
  const loader = new ModuleLoader(packages, (path) => scopes.globalsOf(path), has('asyncSubPackages'))
  const pages = new AppPages({
    manifest,
    packages,
    components: () => components,
    chrome,
    events,
    smallWindow: () => smallWindow,
    report,
    record,
    supports: has,
  })
  const smallWindow = new SmallWindow(chrome.overlay, {
    maximize: (page) =>
      void pages.maximize(page as StackedPage).catch((error: unknown) => report(error, '小窗')),
    dismiss: (page) => pages.dismiss(page as StackedPage),
  })
  const appName = String(manifest.window.navigationBarTitleText ?? '') || '小程序'
  const app = new AppLife({ pages, chrome, events, suspension, appName, report })
  reporter.connect(events, app)

  const phone: PhoneRuntime = {
    manifest,
    device: config.device,
    link,
    events,
    network,
    suspension,
    conditions: conditions.current,
    pages,
    overlay: chrome.overlay,
    smallWindow,
    playerMarks: new Map(),
    reportError: report,
    record,
    supports: has,
    resolveUrl: (url, from = topPath()) => resolveAddress(url, from),
    assetUrl: (path, from = topPath()) =>
      /^[a-z][a-z+.-]*:/i.test(path) ? path : `/_phone/asset/${resolveAddress(path, from)}`,
    launchOptions: () => app.launchOptions(),
    enterOptions: () => app.enterOptions(),
    openApp: (url, scene) => app.open(url, scene),
    visit: (other) => app.visit(other),
    navigationBar: { update: (change, pageID) => pages.find(pageID)?.frame.update(change) },
    inTap: touch.inTap,
  }

  // The engine and what app code sees of all this.
  installPlainEvents()
  const requireModule = (path: string) => loader.require(path)
  const warn = (text: string) => (globals.console as Console).warn(text)
  const components = new Components(
    { manifest, packages, SDKVersion, requireModule, report, warn },
    phone,
    builtIns,
  )
  const wx = createWx(phone)
  const appGlobal: Record<string, unknown> = {}
  const globals: ModuleGlobals = {
    wx,
    App: app.App,
    Page: components.Page,
    Component: components.Component,
    Behavior: components.Behavior,
    getApp: app.getApp,
    getCurrentPages: () => pages.instances(),
    requirePlugin: requirePluginOf(manifest, loader, packages, has('asyncSubPackages')),
    requireMiniProgram: refuseMiniProgram,
    console: createAppConsole((entry) => {
      link.request('log.add', { ...entry, page: topPath() }).catch(() => undefined)
    }),
    global: appGlobal,
    globalThis: appGlobal,
    Function: createAppFunction(appGlobal),
    ...(suspension.timers as Pick<ModuleGlobals, keyof AppSuspension['timers']>),
  }
  Object.assign(appGlobal, standardGlobals(), globals)
  const scopes = pluginScopes(globals)
  // https://developers.weixin.qq.com/miniprogram/dev/framework/ability/lazyload.html
  const isLazy = manifest.appJson.lazyCodeLoading === 'requiredComponents' && has('lazyCodeLoading')
  const injectPages = (root: string) => {
    if (!isLazy) components.loadPages(root)
  }
  installInstanceMethods({
    isAppSpace: (space) => components.isAppSpace(space),
    report: (error) => report(error, 'callback'),
    warn,
    supports: has,
    wx: () => wx,
    pageIDOf: (element) => {
      const page = pageOf(element)
      return pages.current().find(({ component }) => component === page)?.pageID ?? null
    },
  })

  answerHost(link, {
    phone,
    app,
    pages,
    change: (next) => conditions.change(next),
  })
  const internals = createInternals({ app, pages, components, touch, globals, loader })
  for (const module of modules) module(phone, internals)

  try {
    await packages.load(MAIN_PACKAGE)
    const script = ['app.js', 'app.ts'].find((name) => loader.has(name))
    if (script !== undefined) loader.require(script)
    injectPages(MAIN_PACKAGE)
    await app.launch(config.path ?? manifest.entryPage, config.startScene)
  } catch (error) {
    report(error, 'app start')
  }
  started = true
  announce(link, topPath())
}

function announce(link: PhoneLink, path: string): void {
  link.request('phone.ready', { path }).catch(() => undefined)
}

function pageOf(element: GeneralComponent): GeneralComponent {
  const host = element.ownerShadowRoot?.getHostNode()
  return host ? pageOf(host) : element
}

function refuseMiniProgram(): never {
  throw new SandboxUnsupportedError('requireMiniProgram', 'D-WX-12')
}
