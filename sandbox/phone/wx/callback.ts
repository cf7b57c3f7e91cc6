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

/** What calls app code: tells its errors, and waits while it is suspended. */
export type AppCaller = Pick<PhoneRuntime, 'reportError' | 'suspension'>

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
  phone: AppCaller,
  name: string,
  options: CallbackOptions | undefined,
  outcome: { ok: true; result: Record<string, unknown> } | { ok: false; error: WxError },
): void {
  const call = (callback: unknown, value: unknown, role: string) => {
    if (typeof callback !== 'function') return
    try {
      callback(value)
    } catch (error) {
      phone.reportError(error, `${name} ${role} callback`)
    }
  }
  later(phone, () => {
    if (outcome.ok) call(options?.success, outcome.result, 'success')
    else call(options?.fail, outcome.error, 'fail')
    call(options?.complete, outcome.ok ? outcome.result : outcome.error, 'complete')
  })
}

/** In a later task, when the app is suspension. */
const later = (phone: AppCaller, task: () => void): void =>
  void setTimeout(() => phone.suspension.run(task), 0)

/** The same outcome for a Promise of app code: in a later task, when the app is suspension. */
export function promised<T>(phone: AppCaller, settled: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    settled.then(
      (result) => later(phone, () => resolve(result)),
      (error: unknown) => later(phone, () => reject(error)),
    )
  })
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
  phone: AppCaller,
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
        (result) => answer(phone, name, options, { ok: true, result }),
        (error: unknown) => answer(phone, name, options, { ok: false, error: failureOf(name, error) }),
      )
      return undefined
    }
    return promised(
      phone,
      settled.catch((error: unknown) => Promise.reject(failureOf(name, error))),
    )
  }
}
