import type { Element, Event as GlassEvent } from 'glass-easel'
import { eventElement } from './event-object.ts'

/** Generated code of one package: template path → generator. */
export type TemplateGroup = Record<string, (name: string) => never>

type ScriptOrigin = readonly [kind: number, ...rest: unknown[]] | null | undefined
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

/** Names that compiled WXS and templates use; see compiler/templates.ts. */
export interface WxsHelpers {
  typeName(value: unknown): string | undefined
  /** Filter of `change:prop` handlers (glass-easel's `Q.A`). */
  onProp(handler: unknown, origin: ScriptOrigin): unknown
  /** Caller of event handlers (glass-easel's `Q.C`). */
  onEvent(caller: unknown, event: GlassEvent<unknown>, handler: AnyFunction, origin: ScriptOrigin): unknown
}

/** 0 = a method of the component, 1 and 2 = a function of a WXS file or of an inline WXS. */
const isWxs = (origin: ScriptOrigin): boolean => origin !== null && origin !== undefined && origin[0] !== 0

export function createWxsHelpers(
  describe: (element: Element) => unknown,
  onError: (error: unknown) => void,
): WxsHelpers {
  return {
    typeName: (value) =>
      value === undefined || value === null ? undefined : Object.prototype.toString.call(value).slice(8, -1),
    onProp: (handler, origin) => {
      if (typeof handler !== 'function' || !isWxs(origin)) return handler
      return (value: unknown, old: unknown, owner: Element, element: Element) => {
        // The first call comes while the element is being made: its children do not exist yet.
        queueMicrotask(() => {
          try {
            handler(value, old, describe(owner), describe(element))
          } catch (error) {
            onError(error)
          }
        })
      }
    },
    onEvent: (caller, event, handler, origin) => {
      if (!isWxs(origin)) return handler.call(caller, event)
      const element = eventElement(event)
      const withInstance = Object.assign(Object.create(event), event, {
        instance: element ? describe(element) : null,
      })
      const owner = (caller as { _$?: Element } | null)?._$
      return handler.call(null, withInstance, owner ? describe(owner) : null)
    },
  }
}

export const wxsRegExp = (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags)

export const wxsDate = (...args: number[]): Date =>
  args.length === 0 ? new Date() : new Date(...(args as [number]))
