import type { BuiltIn, PhoneRuntime } from '../runtime/phone-runtime.ts'

/** What a built-in's functions see as `this`: the caller object of glass-easel-miniprogram-adapter. */
export interface Caller<D extends object = Record<string, unknown>> {
  readonly id: string
  readonly is: string
  readonly data: D & CommonData
  readonly dataset: Record<string, unknown> | null
  readonly _$: Node_
  setData(data: Partial<D>): void
  replaceDataOnPath(path: readonly string[], value: unknown): void
  applyDataUpdates(): void
  triggerEvent(name: string, detail: unknown, options: { bubbles?: boolean; composed?: boolean }): void
}

/** The parts of a glass-easel element that built-ins use. */
export interface Node_ {
  readonly $$: HTMLElement | null
  readonly is: string
  readonly ownerShadowRoot: ShadowRoot_ | null
  setNodeClass(classNames: string, segment?: number): void
  addListener(name: string, listener: (event: object) => void): void
}

export interface ShadowRoot_ {
  getHostNode(): Node_
  querySelector(selector: string): Node_ | null
  createNativeNode(tag: string): { readonly $$: HTMLElement; class: string }
}

export interface CommonData {
  readonly hidden: boolean
}

type Handler = (this: Caller<never>, ...args: never[]) => void

export interface Definition {
  properties?: Record<string, unknown>
  observers?: Record<string, Handler>
  created?: Handler
  attached?: Handler
  ready?: Handler
  detached?: Handler
  pageLifetimes?: Record<string, Handler>
  methods?: Record<string, Handler>
}

/**
 * Attributes that every component takes. Those without an effect are declared all the same, because the engine warns
 * about each undeclared one: D-WX-67 lists them.
 */
const COMMON = {
  hidden: Boolean,
  ariaLabel: String,
  ariaRole: String,
  ariaHidden: { type: null, value: null },
  ariaDisabled: { type: null, value: null },
  ariaLive: String,
  ariaChecked: { type: null, value: null },
  ariaSelected: { type: null, value: null },
  ariaExpanded: { type: null, value: null },
  animation: { type: null, value: null },
} as const

const ARIA = ['label', 'role', 'hidden', 'disabled', 'live', 'checked', 'selected', 'expanded'] as const

const camel = (name: string): string => `aria${name.charAt(0).toUpperCase()}${name.slice(1)}`

const commonObservers: Record<string, (this: Caller, value: unknown) => void> = {
  hidden(value) {
    hostOf(this).toggleAttribute('wx-hidden', Boolean(value))
  },
}
for (const name of ARIA) {
  commonObservers[camel(name)] = function (value) {
    setAttribute(hostOf(this), name === 'role' ? 'role' : `aria-${name}`, value)
  }
}

/** A BuiltIn with the common attributes; `define` gets the phone and gives what is special. */
export function builtIn(tag: string, css: string, define: (phone: PhoneRuntime) => Definition): BuiltIn {
  return {
    tag,
    css,
    definition(phone) {
      const { properties, observers, created, attached, ready, detached, pageLifetimes, methods } =
        define(phone)
      return {
        options: { multipleSlots: false, virtualHost: false },
        properties: { ...COMMON, ...properties },
        observers: { ...commonObservers, ...observers },
        lifetimes: lifetimes({ created, attached, ready, detached }),
        pageLifetimes: pageLifetimes ?? {},
        methods: methods ?? {},
      }
    },
  }
}

const lifetimes = (given: Record<string, Handler | undefined>): Record<string, Handler> =>
  Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, Handler] => entry[1] !== undefined),
  )

/** The component's element in the document; there from `created` until `detached`. */
export function hostOf(caller: Pick<Caller, '_$'>): HTMLElement {
  const host = caller._$.$$
  if (host === null) throw new Error(`${caller._$.is} has no element any more`)
  return host
}

/** Path of the page or component whose template holds this built-in: relative asset paths start there. */
export const ownerPath = (caller: Pick<Caller, '_$'>): string | undefined =>
  caller._$.ownerShadowRoot?.getHostNode().is

/** The page that a component stands on: its outermost owner. */
export function pageOf(node: Node_): Node_ {
  const owner = node.ownerShadowRoot?.getHostNode()
  return owner === undefined ? node : pageOf(owner)
}

export const emit = (caller: Caller<never>, name: string, detail: unknown): void =>
  (caller as unknown as Caller).triggerEvent(name, detail, {})

/** false, null and undefined take the attribute away; true leaves it empty. */
export function setAttribute(element: HTMLElement, name: string, value: unknown): void {
  if (value === false || value === null || value === undefined || value === '') element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

export const property = (type: unknown, value: unknown): { type: unknown; value: unknown } => ({
  type,
  value,
})
