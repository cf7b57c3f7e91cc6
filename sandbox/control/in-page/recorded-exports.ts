/** Told every call from outside, in order. `what` is e.g. `ZegoExpressEngine.loginRoom`. */
export type Tell = (what: string, detail: unknown) => void

type Fn = (...args: unknown[]) => unknown
type Class = new (...args: unknown[]) => object

/**
 * The exports of an npm package with its classes watched: making an instance, static calls and calls of an instance are
 * told before they run, a promise's outcome when it is known (`….resolved`, `….rejected`), a throw as `….thrown`. What
 * the package calls of itself is not told, `this` inside it is the real object, and every value passes unchanged but
 * for one: an instance is seen through a proxy.
 */
export function recordedExports(exports: unknown, tell: Tell): unknown {
  const watch = new Watch(tell)
  if (isClass(exports)) return watch.class(exports, exports.name)
  if (typeof exports !== 'object' || exports === null) return exports
  const descriptors = Object.getOwnPropertyDescriptors(exports)
  for (const [name, found] of Object.entries(exports)) {
    if (!isClass(found)) continue
    const value = watch.class(found, name)
    descriptors[name] = { value, enumerable: true, configurable: true, writable: true }
  }
  return Object.create(Object.getPrototypeOf(exports), descriptors)
}

/** Something with methods, its own or inherited; a plain function's prototype has none. */
function isClass(value: unknown): value is Class {
  if (typeof value !== 'function') return false
  let { prototype } = value as { prototype?: unknown }
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    if (Object.getOwnPropertyNames(prototype).some((name) => name !== 'constructor')) return true
    prototype = Object.getPrototypeOf(prototype)
  }
  return false
}

const UNTOLD = new Set<PropertyKey>(['constructor', 'prototype', 'toString', 'valueOf', 'toJSON'])

/** Keeps which real object stands behind which proxy, and one wrapper for each method. */
class Watch {
  readonly #tell: Tell
  readonly #real = new WeakMap<object, object>()
  readonly #proxies = new WeakMap<object, object>()
  readonly #wrappers = new WeakMap<Fn, Fn>()

  constructor(tell: Tell) {
    this.#tell = tell
  }

  /** `name` is the export's: a minified class has another one. */
  class(found: Class, name: string): Class {
    const proxy: Class = new Proxy(found, {
      construct: (target, args: unknown[], newTarget) => {
        this.#tell(`new ${name}`, { args: args.map((arg) => shown(arg)) })
        const instance = Reflect.construct(target, args, newTarget === proxy ? target : newTarget) as object
        return this.#object(instance, name)
      },
      get: (target, key) => this.#member(target, key, name),
    })
    this.#pair(found, proxy)
    return proxy
  }

  #object(instance: object, className: string): object {
    const proxy: object = new Proxy(instance, {
      get: (target, key) => this.#member(target, key, className),
      // Without a receiver: a setter of the class works on the real object.
      set: (target, key, value) => Reflect.set(target, key, value),
    })
    this.#pair(instance, proxy)
    return proxy
  }

  #pair(real: object, proxy: object): void {
    this.#real.set(proxy, real)
    this.#proxies.set(real, proxy)
  }

  #member(target: object, key: PropertyKey, className: string): unknown {
    const value: unknown = Reflect.get(target, key)
    if (typeof value !== 'function' || typeof key === 'symbol' || UNTOLD.has(key)) return value
    // A proxy must give back what cannot change.
    if (Object.getOwnPropertyDescriptor(target, key)?.configurable === false) return value
    return this.#wrapper(value as Fn, `${className}.${String(key)}`)
  }

  #wrapper(method: Fn, name: string): Fn {
    const known = this.#wrappers.get(method)
    if (known) return known
    const watch = this
    const wrapper = function (this: unknown, ...args: unknown[]): unknown {
      watch.#tell(name, { args: args.map((arg) => shown(arg)) })
      const self =
        typeof this === 'object' || typeof this === 'function' ? watch.#real.get(this as object) : undefined
      const result = outcome(name, watch.#tell, () => method.apply(self ?? this, args))
      return typeof result === 'object' && result !== null ? (watch.#proxies.get(result) ?? result) : result
    }
    this.#wrappers.set(method, wrapper)
    return wrapper
  }
}

function outcome(name: string, tell: Tell, run: () => unknown): unknown {
  let result: unknown
  try {
    result = run()
  } catch (error) {
    tell(`${name}.thrown`, { error: shown(error) })
    throw error
  }
  if (result instanceof Promise) {
    result.then(
      (value) => tell(`${name}.resolved`, { result: shown(value) }),
      (error) => tell(`${name}.rejected`, { error: shown(error) }),
    )
  }
  return result
}

const LONGEST_TEXT = 120
const DEEPEST = 4
const MOST = 30

/** What of a value a recording keeps: plain, short, and no whole token. */
export function shown(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT / 4)}… (${value.length})` : value
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (value === undefined) return null
  if (typeof value === 'function') return '[function]'
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (typeof value !== 'object') return String(value)
  if (depth === DEEPEST) return '[…]'
  if (Array.isArray(value)) return value.slice(0, MOST).map((item) => shown(item, depth + 1))
  const entries = Object.entries(value).slice(0, MOST)
  return Object.fromEntries(entries.map(([key, item]) => [key, shown(item, depth + 1)]))
}
