import { KNOWN_APIS } from '../../phone/wx/known-apis.ts'
import { type AppScope, compileInScope } from './app-scope.ts'

type WxFunction = (this: unknown, ...args: unknown[]) => unknown
interface Callbacks {
  success?: (result: unknown) => void
  fail?: (result: unknown) => void
  complete?: (result: unknown) => void
}

/** mockWxMethod and restoreWxMethod: members of `wx` replaced by a result or by a function of the test. */
export class Mocks {
  readonly #scope: AppScope
  readonly #originals = new Map<string, unknown>()

  constructor(scope: AppScope) {
    this.#scope = scope
  }

  /** The same answer for every call. */
  answer(method: string, result: unknown): void {
    this.#replace(method, () => result)
  }

  /** `source` runs in the app's scope with the call's arguments, then `extra`; `this.origin` is the real method. */
  run(method: string, source: string, extra: readonly unknown[]): void {
    const mock = compileInScope(this.#scope, source)
    this.#replace(method, (args) => mock.call({ origin: this.#originals.get(method) }, ...args, ...extra))
  }

  restore(method: string): void {
    if (!this.#originals.has(method)) return
    this.#set(method, this.#originals.get(method))
    this.#originals.delete(method)
  }

  #replace(method: string, compute: (args: unknown[]) => unknown): void {
    const { wx } = this.#scope
    if (!this.#originals.has(method)) this.#originals.set(method, wx[method])
    const takesCallbacks = KNOWN_APIS.get(method)?.callbacks ?? false
    const mocked: WxFunction = takesCallbacks
      ? (options) => settle((options ?? {}) as Callbacks, () => compute([options]))
      : (...args) => compute(args)
    this.#set(method, mocked)
  }

  #set(method: string, value: unknown): void {
    if (!Reflect.set(this.#scope.wx, method, value)) throw new Error(`wx.${method} cannot be replaced`)
  }
}

/** Answers as the real method does: by callback when there is one, else by Promise. `…:fail` in errMsg fails. */
function settle(callbacks: Callbacks, compute: () => unknown): Promise<unknown> | undefined {
  const outcome = Promise.resolve()
    .then(compute)
    .then(
      (result) => ({
        result,
        failed: /:fail/.test(String((result as { errMsg?: unknown } | null)?.errMsg ?? '')),
      }),
      (error: unknown) => ({ result: error, failed: true }),
    )
  const byCallback = callbacks.success ?? callbacks.fail ?? callbacks.complete
  if (!byCallback) {
    return outcome.then(({ result, failed }) => {
      if (failed) throw result
      return result
    })
  }
  void outcome.then(({ result, failed }) => {
    if (failed) callbacks.fail?.(result)
    else callbacks.success?.(result)
    callbacks.complete?.(result)
  })
  return undefined
}
