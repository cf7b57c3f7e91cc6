import { WxFailure } from './callback.ts'

/** What of the browser's `localStorage` is used, so that tests can bring their own. */
export interface KeyValueStore {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** WeChat docs, 指南/基础能力/存储: 1 MB a key, 10 MB a user and Mini Program. */
export const STORAGE_LIMITS = { keyBytes: 1024 * 1024, totalBytes: 10 * 1024 * 1024 } as const

const TOO_BIG_ENTRY = 'exceed storage item max length'
const TOO_BIG_TOTAL = 'exceed storage max size 10Mb'

/**
 * One person's storage of one Mini Program on one phone. Values are kept as JSON with their type, because WeChat gives a
 * Date back as a Date, and '' for what was never stored. Throws `WxFailure` with WeChat's texts.
 */
export class StorageArea {
  readonly #store: KeyValueStore
  readonly #prefix: string

  constructor(store: KeyValueStore, prefix: string) {
    this.#store = store
    this.#prefix = prefix
  }

  keys(): string[] {
    const keys: string[] = []
    for (let index = 0; index < this.#store.length; index++) {
      const key = this.#store.key(index)
      if (key?.startsWith(this.#prefix)) keys.push(key.slice(this.#prefix.length))
    }
    return keys.sort()
  }

  /** `undefined` when absent. */
  get(key: string): unknown {
    const text = this.#store.getItem(this.#prefix + requireKey(key))
    return text === null ? undefined : decode(text)
  }

  set(key: string, value: unknown): void {
    const text = encode(value)
    const bytes = byteLength(text)
    if (bytes > STORAGE_LIMITS.keyBytes) throw new WxFailure(TOO_BIG_ENTRY)
    const before = this.#store.getItem(this.#prefix + requireKey(key))
    const total = this.size() - (before === null ? 0 : byteLength(before)) + bytes
    if (total > STORAGE_LIMITS.totalBytes) throw new WxFailure(TOO_BIG_TOTAL)
    try {
      this.#store.setItem(this.#prefix + key, text)
    } catch {
      // D-WX-47: the browser's own quota (about 5 million characters an origin) may come before WeChat's 10 MB
      throw new WxFailure(TOO_BIG_TOTAL)
    }
  }

  remove(key: string): void {
    this.#store.removeItem(this.#prefix + requireKey(key))
  }

  clear(): void {
    for (const key of this.keys()) this.#store.removeItem(this.#prefix + key)
  }

  /** Bytes of all values. */
  size(): number {
    return this.keys().reduce(
      (sum, key) => sum + byteLength(this.#store.getItem(this.#prefix + key) ?? ''),
      0,
    )
  }

  /** Sizes in KB, as `getStorageInfo` gives them. */
  info(): { keys: string[]; currentSize: number; limitSize: number } {
    return {
      keys: this.keys(),
      currentSize: Math.ceil(this.size() / 1024),
      limitSize: STORAGE_LIMITS.totalBytes / 1024,
    }
  }
}

function requireKey(key: unknown): string {
  if (typeof key !== 'string') throw new WxFailure('parameter error: parameter.key should be String')
  return key
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length

function encode(value: unknown): string {
  if (value instanceof Date) return JSON.stringify({ date: value.getTime() })
  const text = JSON.stringify({ value })
  // undefined and functions have no JSON: stored as if absent
  return text
}

function decode(text: string): unknown {
  const kept = JSON.parse(text) as { value?: unknown; date?: number }
  return kept.date === undefined ? kept.value : new Date(kept.date)
}
