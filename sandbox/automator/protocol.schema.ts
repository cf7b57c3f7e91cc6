/**
 * The automation protocol of WeChat DevTools, read from the code of its client, miniprogram-automator 0.12.1 (every
 * `send(…)` in MiniProgram, Page, Element and Native). Text frames: `{id, method, params}` → `{id, result}` or
 * `{id, error: {message}}`; events `{method, params}` without an id.
 * licia's stringify sends `undefined` as null, so optional fields are nullish.
 */
import { z } from 'zod'

export const requestSchema = z.object({
  id: z.string().min(1),
  method: z.string().min(1),
  params: z.record(z.string(), z.unknown()).nullish(),
})

const nothing = z.looseObject({})
const names = z.array(z.string())
const args = z.array(z.unknown()).nullish()
const touch = z.looseObject({
  identifier: z.number().optional(),
  pageX: z.number().optional(),
  pageY: z.number().optional(),
  clientX: z.number().optional(),
  clientY: z.number().optional(),
})
/** The client's own typings spell it `changeTouches`. */
const touches = { touches: z.array(touch).nullish(), changeTouches: z.array(touch).nullish() }

const page = z.object({ pageId: z.number() })
const element = z.object({
  elementId: z.string(),
  pageId: z.number(),
  nodeId: z.string().nullish(),
  videoId: z.string().nullish(),
})

/** What Native.js can ask for; `switchTab` brings `{url}` as data. */
export const NATIVE_METHODS = [
  'goHome',
  'navigateLeft',
  'confirmModal',
  'cancelModal',
  'switchTab',
  'authorizeCancel',
  'authorizeAllow',
  'closePaymentDialog',
  'shareCancel',
  'shareConfirm',
] as const

/** Parameters of every method the client can send. */
export const PARAMS = {
  'Tool.getInfo': nothing,
  'Tool.close': nothing,
  'Tool.enableRemoteDebug': z.object({ auto: z.boolean().nullish() }),
  'Tool.getTestAccounts': nothing,
  'Tool.stopAudits': nothing,
  'Tool.getTicket': nothing,
  'Tool.setTicket': z.object({ ticket: z.unknown() }),
  'Tool.refreshTicket': nothing,
  'Tool.native': z.object({
    method: z.enum(NATIVE_METHODS),
    data: z.union([z.string(), z.looseObject({ url: z.string() })]).nullish(),
  }),
  'App.getCurrentPage': nothing,
  'App.getPageStack': nothing,
  'App.callWxMethod': z.object({ method: z.string(), args, pluginId: z.string().nullish() }),
  'App.mockWxMethod': z.object({
    method: z.string(),
    result: z.unknown().optional(),
    functionDeclaration: z.string().optional(),
    args,
    pluginId: z.string().nullish(),
  }),
  'App.callFunction': z.object({ functionDeclaration: z.string(), args }),
  'App.addBinding': z.object({ name: z.string().regex(/^[A-Za-z_$][\w$]*$/, 'is not a function name') }),
  'App.enableLog': nothing,
  'App.captureScreenshot': nothing,
  'App.exit': nothing,
  'Page.getElement': page.extend({ selector: z.string() }),
  'Page.getElements': page.extend({ selector: z.string() }),
  'Page.getElementByXpath': page.extend({ selector: z.string() }),
  'Page.getElementsByXpath': page.extend({ selector: z.string() }),
  'Page.getData': page.extend({ path: z.string().nullish() }),
  'Page.setData': page.extend({ data: z.record(z.string(), z.unknown()) }),
  'Page.callMethod': page.extend({ method: z.string(), args }),
  'Page.getWindowProperties': page.extend({ names }),
  'Element.getElement': element.extend({ selector: z.string() }),
  'Element.getElements': element.extend({ selector: z.string() }),
  'Element.getDOMProperties': element.extend({ names }),
  'Element.getProperties': element.extend({ names }),
  'Element.getAttributes': element.extend({ names }),
  'Element.getStyles': element.extend({ names }),
  'Element.getOffset': element,
  'Element.getWXML': element.extend({ type: z.enum(['inner', 'outer']) }),
  'Element.tap': element,
  'Element.touchstart': element.extend(touches),
  'Element.touchmove': element.extend(touches),
  'Element.touchend': element.extend(touches),
  'Element.triggerEvent': element.extend({ type: z.string(), detail: z.unknown().optional() }),
  'Element.dispatchEvent': element.extend({
    eventName: z.string(),
    $: z.string().nullish(),
    ...touches,
    detail: z.unknown().optional(),
  }),
  'Element.callFunction': element.extend({ functionName: z.string(), args }),
  'Element.getData': element.extend({ path: z.string().nullish() }),
  'Element.setData': element.extend({ data: z.record(z.string(), z.unknown()) }),
  'Element.callMethod': element.extend({ method: z.string(), args }),
  'Element.callContextMethod': element.extend({ method: z.string(), args }),
} as const satisfies Record<string, z.ZodType>

export type AutomatorMethod = keyof typeof PARAMS

export type AutomatorParams<M extends AutomatorMethod> = z.infer<(typeof PARAMS)[M]>

/** A browser part answers the request; it must take exactly these methods. */
export type AutomatorHandlers = {
  readonly [M in AutomatorMethod]?: (params: AutomatorParams<M>) => unknown
}

export const isAutomatorMethod = (method: string): method is AutomatorMethod => Object.hasOwn(PARAMS, method)
