import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { writePrivateFile } from './private-file.ts'

/** Records by key that outlive the process: every change is one line of a file, the last line of a key counts. */
export class PersistentMap<V> {
  readonly #file: string
  readonly #values = new Map<string, V>()

  /** A line that a crash has cut is dropped; the file is written anew, without what was overwritten since. */
  constructor(file: string) {
    this.#file = file
    if (!existsSync(file)) return
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const entry = parseLine<V>(line)
      if (entry) this.#values.set(...entry)
    }
    this.#rewrite()
  }

  get(key: string): V | undefined {
    return this.#values.get(key)
  }

  /** Oldest key first. */
  values(): V[] {
    return [...this.#values.values()]
  }

  set(key: string, value: V): V {
    if (this.#values.size === 0) this.#rewrite() // makes the file, for its owner alone
    this.#values.set(key, value)
    appendFileSync(this.#file, `${JSON.stringify([key, value])}\n`)
    return value
  }

  clear(): void {
    this.#values.clear()
    this.#rewrite()
  }

  #rewrite(): void {
    writePrivateFile(this.#file, [...this.#values].map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }
}

function parseLine<V>(line: string): [string, V] | null {
  try {
    const entry: unknown = JSON.parse(line)
    return Array.isArray(entry) && entry.length === 2 ? (entry as [string, V]) : null
  } catch {
    return null
  }
}
