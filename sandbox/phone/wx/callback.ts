import type { PhoneRuntime } from '../runtime/phone-runtime.ts'

/** What every asynchronous `wx` call may carry. */
export interface CallbackOptions {
  success?: (result: Record<string, unknown>) => void
  fail?: (failure: WxError) => void
  complete?: (result: Record<string, unknown>) => void
}

export interface WxError {
  errMsg: string
  errno?: number
  errCode?: number
  [field: string]: unknown
}

/** Thrown inside an API to fail it: `reason` becomes `NAME:fail REASON`, `fields` go beside errMsg. */
export class WxFailure extends Error {
  readonly fields: Readonly<Record<string, unknown>>

  constructor(reason: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(reason)
    this.name = 'WxFailure'
    this.fields = fields
  }
}

export type Reporter = Pick<PhoneRuntime, 'reportError'>

/** The wording of a failure as app code sees it; texts that already carry `NAME:fail` stay as they are. */
export function failureOf(name: string, error: unknown): WxError {
  const message = error instanceof Error ? error.message : String(error)
  const fields = error instanceof WxFailure ? error.fields : vendorFields(error)
  const errMsg = message.startsWith(`${name}:fail`) ? message : `${name}:fail ${message}`.trimEnd()
  return { ...fields, errMsg }
}

function vendorFields(error: unknown): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const key of ['errno', 'errCode']) {
    const value = (error as Record<string, unknown> | null)?.[key]
    if (typeof value === 'number') fields[key] = value
  }
  return fields
}

/** True when the caller gave any of the three callbacks: WeChat then returns no Promise. */
export const wantsCallbacks = (options: unknown): options is CallbackOptions => {
  const given = options as CallbackOptions | null | undefined
  return [given?.success, given?.fail, given?.complete].some((callback) => typeof callback === 'function')
}

/** Answers by callback, in a later task as on a phone; an error thrown by a callback is the app's, and is reported. */
export function answer(
  reporter: Reporter,
  name: string,
  options: CallbackOptions | undefined,
  outcome: { ok: true; result: Record<string, unknown> } | { ok: false; error: WxError },
): void {
  const call = (callback: unknown, value: unknown, role: string) => {
    if (typeof callback !== 'function') return
    try {
      callback(value)
    } catch (error) {
      reporter.reportError(error, `${name} ${role} callback`)
    }
  }
  setTimeout(() => {
    if (outcome.ok) call(options?.success, outcome.result, 'success')
    else call(options?.fail, outcome.error, 'fail')
    call(options?.complete, outcome.ok ? outcome.result : outcome.error, 'complete')
  }, 0)
}

export interface AsyncApiOptions {
  /** Contexts of the live components have no Promise form (WeChat docs, LivePusherContext). */
  readonly promise?: boolean
}

/**
 * Wraps `run` in WeChat's calling convention: `success/fail/complete`, or a Promise only when none of them is given.
 * The result gets `errMsg: 'NAME:ok'`. `run` fails by throwing or rejecting, preferably with `WxFailure`.
 * Source: 小程序 API 约定, "异步 API 返回 Promise".
 */
export function asyncApi<O extends object = Record<string, unknown>>(
  reporter: Reporter,
  name: string,
  run: (options: O) => unknown,
  { promise = true }: AsyncApiOptions = {},
): (options?: O & CallbackOptions) => Promise<Record<string, unknown>> | undefined {
  return (options) => {
    const settled = (async () => {
      const result = await run((options ?? {}) as O)
      return { ...(result as Record<string, unknown> | undefined), errMsg: `${name}:ok` }
    })()
    if (wantsCallbacks(options) || !promise) {
      settled.then(
        (result) => answer(reporter, name, options, { ok: true, result }),
        (error: unknown) => answer(reporter, name, options, { ok: false, error: failureOf(name, error) }),
      )
      return undefined
    }
    return settled.then(
      (result) => new Promise((resolve) => setTimeout(() => resolve(result), 0)),
      (error: unknown) =>
        new Promise((_resolve, reject) => setTimeout(() => reject(failureOf(name, error)), 0)),
    )
  }
}
