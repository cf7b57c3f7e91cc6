import type { ComponentSpace, GeneralComponent } from 'glass-easel'
import {
  type AssociatedBackend,
  type CodeSpace,
  glassEasel,
  MiniProgramEnv,
  type Root,
} from 'glass-easel-miniprogram-adapter'
import { SandboxUnsupportedError } from '../../errors.ts'
import type { AppManifest, ComponentManifest } from '../manifest.ts'
import { DomBackend } from './dom-backend.ts'
import { fitDefinition } from './fit-definition.ts'
import type { PackageLoader, PackageScript } from './packages.ts'
import type { BuiltIn, PhoneRuntime } from './phone-runtime.ts'
import { pluginRootOf } from './plugin-root.ts'
import { ReadyQueue } from './ready-queue.ts'
import { type Feature, hasComponent, LIVE_TAGS, supports } from './versions.ts'
import { createWxsHelpers, type TemplateGroup, wxsDate, wxsRegExp } from './wxs.ts'
import { createDescriber } from './wxs-descriptor.ts'

type Definition = Record<string, unknown>
/** The engine's typed builders meet definitions of unknown shape here and nowhere else. */
type LooseConstructor = (definition?: Definition) => unknown
type LooseBehavior = { definition(definition: Definition): { register(): { readonly _$: unknown } } }

export interface ComponentsDeps {
  readonly manifest: AppManifest
  readonly packages: PackageLoader
  readonly SDKVersion: string
  requireModule(path: string): unknown
  report(error: unknown, where: string): void
  warn(text: string): void
}

const APP_STYLE = 'app'

/** Without same-layer rendering live components lie above everything but cover-view and cover-image. */
const NATIVE_ON_TOP = `
wx-page :is(wx-live-player,wx-live-pusher),wx-page :has(wx-live-player,wx-live-pusher){z-index:2147482000!important}
wx-page :is(wx-cover-view,wx-cover-image){z-index:2147482001!important}
`
/** Leads to no component: the tag stays empty. */
const ABSENT_LIVE_TAGS = Object.fromEntries(LIVE_TAGS.map((tag) => [tag, '/__absent__']))

// Spaces copy this when they are made.
glassEasel.globalOptions.writeIdToDOM = true

/** The engine (D-WX-01): built-ins, the project's components, and the constructors Page, Component and Behavior. */
export class Components {
  readonly ready = new ReadyQueue()
  private readonly deps: ComponentsDeps
  private readonly env = new MiniProgramEnv()
  private readonly backend: AssociatedBackend
  private readonly space: CodeSpace
  private readonly templates: Record<string, TemplateGroup> = {}
  private readonly styles: Record<string, string> = {}
  private readonly loaded = new Set<string>()
  private readonly behaviors = new Map<string, unknown>()
  /** Path of the page or component whose script runs now. */
  private defining: string | null = null

  constructor(deps: ComponentsDeps, phone: PhoneRuntime, builtIns: readonly BuiltIn[]) {
    this.deps = deps
    this.backend = this.env.associateBackend(new DomBackend())
    this.defineBuiltIns(phone, builtIns)
    this.space = this.env.createCodeSpace('', true)
    const base = this.env.getGlobalCodeSpace().getComponentSpace()
    for (const { tag } of builtIns) {
      if (!hasComponent(deps.SDKVersion, tag)) continue
      this.space.getComponentSpace().setGlobalUsingComponent(tag, base.getComponentByUrl(tag, ''))
    }
    this.defineUnsupported(new Set(builtIns.map(({ tag }) => tag)))
    if (!this.supports('sameLayer')) appendStyle('native-on-top', NATIVE_ON_TOP)
    this.announceAttached(this.space)
  }

  isAppSpace(space: ComponentSpace): boolean {
    return space === this.space.getComponentSpace()
  }

  /** A package has arrived: its templates and styles can be used from now on. */
  install({ root, styles, templates }: PackageScript): void {
    const helpers = createWxsHelpers(createDescriber(), (error) => this.deps.report(error, 'wxs'))
    this.templates[root] = templates(helpers, wxsRegExp, wxsDate)
    Object.assign(this.styles, styles)
    this.addStyle(APP_STYLE)
  }

  /** Defines a page or component and everything it uses. Its package must have arrived. */
  load(path: string): void {
    if (this.loaded.has(path)) return
    this.loaded.add(path)
    const component = this.component(path)
    const { componentGenerics, componentPlaceholder = {} } = component.json
    for (const [tag, target] of Object.entries(component.json.usingComponents)) {
      this.loadUsed(path, tag, target, componentPlaceholder as Record<string, string>)
    }
    for (const generic of Object.values((componentGenerics ?? {}) as Record<string, { default?: string }>)) {
      if (generic.default !== undefined) this.load(generic.default)
    }
    this.register(path, component)
  }

  /** Runs the code of every page of a package, as phones do that do not load code when it is needed. */
  loadPages(root: string): void {
    const { manifest, packages, report } = this.deps
    for (const page of manifest.pages.filter((path) => packages.packageOf(path) === root)) {
      try {
        this.load(page)
      } catch (error) {
        report(error, page)
      }
    }
  }

  createPage(path: string, url: string): Root {
    this.load(path)
    return this.backend.createRoot('page', this.space, url)
  }

  // ---- constructors of app code

  readonly Page = (definition: Definition): void => {
    this.construct('Page', (path) =>
      this.space.componentEnv(path, (env) => (env.Page as LooseConstructor)(this.fit('Page', definition))),
    )
  }

  readonly Component = (definition?: Definition): unknown =>
    this.construct('Component', (path) => {
      const fitted = definition && this.fit('Component', definition)
      if (fitted) this.takeStyleOptions(path, fitted)
      return this.space.componentEnv(path, (env) => (env.Component as LooseConstructor)(fitted))
    })

  readonly Behavior = (definition: Definition): unknown =>
    this.newBehavior(this.space).definition(this.fit('Behavior', definition)).register()

  private construct<T>(name: string, run: (path: string) => T): T {
    if (this.defining === null)
      throw new Error(`${name}() was called while no page or component was being loaded`)
    return run(this.defining)
  }

  /** String behaviors are WeChat's own. https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html */
  private fit(kind: 'Page' | 'Component' | 'Behavior', given: Definition): Definition {
    const definition = fitDefinition(kind, given, this.deps.SDKVersion)
    if (!Array.isArray(definition.behaviors)) return definition
    definition.behaviors = definition.behaviors.map((behavior: unknown) =>
      typeof behavior === 'string' ? this.wxBehavior(behavior) : behavior,
    )
    return definition
  }

  private wxBehavior(name: string): unknown {
    const known = this.behaviors.get(name)
    if (known) return known
    const properties = name === 'wx://form-field' ? { name: String, value: null } : {}
    const fresh = this.newBehavior(this.space).definition({ properties }).register()
    this.behaviors.set(name, fresh)
    return fresh
  }

  /** `options.styleIsolation` and `addGlobalClass` in code; the adapter itself reads the JSON only. */
  private takeStyleOptions(path: string, definition: Definition): void {
    const { json, isPage } = this.component(path)
    const { styleIsolation, addGlobalClass } = (definition.options ?? {}) as Record<string, unknown>
    const wanted = styleIsolation ?? (addGlobalClass ? 'apply-shared' : undefined)
    if (isPage || json.styleIsolation !== undefined || wanted === undefined) return
    this.setConfig(path, this.component(path), String(wanted))
  }

  // ---- loading

  private component(path: string): ComponentManifest {
    const component = this.deps.manifest.components[path]
    if (!component) throw new Error(`component ${path} was not compiled`)
    return component
  }

  private loadUsed(path: string, tag: string, target: string, placeholders: Record<string, string>): void {
    const root = this.deps.packages.packageOf(target)
    if (this.deps.packages.has(root)) {
      this.load(target)
      return
    }
    if (placeholders[tag] === undefined || !this.supports('asyncSubPackages')) {
      const message = `Component is not found in path "${target}" (using by "${path}")`
      this.deps.report(new Error(message), path)
      return
    }
    // The engine swaps the placeholder when the component is registered.
    this.deps.packages.load(root).then(
      () => this.load(target),
      (error: unknown) => this.deps.report(error, path),
    )
  }

  private register(path: string, component: ComponentManifest): void {
    this.setConfig(path, component, component.styleIsolation)
    const group = this.templates[this.deps.packages.packageOf(path)]
    const content = group?.[path]
    if (group && content) this.space.addCompiledTemplate(path, { groupList: group, content })
    this.space.addStyleSheet(path, undefined, component.styleScope ?? undefined)
    this.addStyle(path)
    const before = this.defining
    this.defining = path
    try {
      if (component.script !== null) this.deps.requireModule(component.script)
      if (this.space.getComponentSpace().getComponentByUrlWithoutDefault(path, '') === null) {
        if (component.isPage) throw new Error(`Page "${path}" has not been registered yet.`)
        this.Component({})
      }
    } finally {
      this.defining = before
    }
  }

  private setConfig(path: string, { json }: ComponentManifest, styleIsolation: string): void {
    const absolute = (target: string) => `/${target}`
    const usingComponents = mapValues(json.usingComponents, absolute)
    const componentGenerics = mapValues(
      (json.componentGenerics ?? {}) as Record<string, { default?: string }>,
      (generic) => (generic.default === undefined ? (true as const) : { default: absolute(generic.default) }),
    )
    const withoutLive = pluginRootOf(path) !== null && !this.supports('liveTagsInPlugin')
    this.space.addComponentStaticConfig(path, {
      component: json.component === true,
      usingComponents: withoutLive ? { ...usingComponents, ...ABSENT_LIVE_TAGS } : usingComponents,
      componentGenerics,
      componentPlaceholder: this.supports('asyncSubPackages')
        ? (json.componentPlaceholder as Record<string, string> | undefined)
        : undefined,
      pureDataPattern: this.supports('pureDataPattern')
        ? (json.pureDataPattern as string | undefined)
        : undefined,
      styleIsolation: styleIsolation as never,
    })
  }

  private addStyle(path: string): void {
    const css = this.styles[path]
    if (css === undefined) return
    delete this.styles[path]
    appendStyle(path, css)
  }

  // ---- the engine's own components

  private defineBuiltIns(phone: PhoneRuntime, builtIns: readonly BuiltIn[]): void {
    const space = this.env.getGlobalCodeSpace()
    this.announceAttached(space)
    appendStyle('built-ins', builtIns.map(({ css }) => css).join('\n'))
    for (const builtIn of builtIns) {
      space.addComponentStaticConfig(builtIn.tag, { component: true, styleIsolation: 'isolated' as never })
      space.componentEnv(builtIn.tag, (env) => (env.Component as LooseConstructor)(builtIn.definition(phone)))
    }
  }

  private supports(feature: Feature): boolean {
    return supports(this.deps.SDKVersion, feature)
  }

  /**
   * Every tag that is neither built in nor declared meets this one, which refuses it by name. One that this base
   * library is too old for stays a meaningless node, as on a phone; the terminal tells.
   */
  private defineUnsupported(builtInTags: ReadonlySet<string>): void {
    const { report, warn, SDKVersion, manifest } = this.deps
    const engine = this.space.getComponentSpace() as unknown as { _$allowUnusedNativeNode: boolean }
    engine._$allowUnusedNativeNode = false
    this.space.addComponentStaticConfig('', { component: true, styleIsolation: 'isolated' as never })
    this.space.componentEnv('', (env) =>
      (env.Component as LooseConstructor)({
        lifetimes: {
          attached(this: { _$: GeneralComponent }) {
            const owner = this._$.ownerShadowRoot?.getHostNode().is ?? ''
            const tag = this._$.tagName
            // Reported already, when its package did not come.
            if (manifest.components[owner]?.json.usingComponents[tag] !== undefined) return
            if (builtInTags.has(tag)) warn(`${owner}: base library ${SDKVersion} has no <${tag}> here`)
            else report(new SandboxUnsupportedError(`<${tag}>`, 'D-WX-10'), owner)
          },
        },
      }),
    )
  }

  /** The engine leaves `ready` to its host, for components made later, too. */
  private announceAttached(space: CodeSpace): void {
    const { ready } = this
    const behavior = this.newBehavior(space)
      .definition({
        lifetimes: {
          attached(this: { _$: GeneralComponent }) {
            ready.add(this._$)
          },
        },
      })
      .register()
    space.setOverallBehavior(behavior._$ as never)
  }

  private newBehavior(space: CodeSpace): LooseBehavior {
    return space.behavior() as unknown as LooseBehavior
  }
}

function appendStyle(name: string, css: string): void {
  const element = document.createElement('style')
  element.dataset.wxss = name
  element.textContent = css
  document.head.append(element)
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
