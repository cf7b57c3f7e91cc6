import { resolve } from 'mingo/util'
import { toEjson } from '../ejson.ts'
import { duplicateKey } from '../errors.ts'
import type { Document } from './document.ts'

/**
 * One unique index as MongoDB keeps it: a missing field counts as null (so only one document may lack it), an
 * array counts once for each of its elements.
 */
export class UniqueIndex {
  readonly #collection: string
  readonly #paths: readonly string[]
  readonly #owners = new Map<string, string>()

  constructor(collection: string, paths: readonly string[]) {
    this.#collection = collection
    this.#paths = paths
  }

  /** The key of another document that already has one of this document's values. */
  ownerOf(document: Document, key: string): { owner: string; entry: string } | undefined {
    for (const entry of this.entries(document)) {
      const owner = this.#owners.get(entry)
      if (owner !== undefined && owner !== key) return { owner, entry }
    }
    return undefined
  }

  add(key: string, document: Document): void {
    const taken = this.ownerOf(document, key)
    if (taken) throw this.fault(taken.entry)
    for (const entry of this.entries(document)) this.#owners.set(entry, key)
  }

  remove(key: string, document: Document): void {
    for (const entry of this.entries(document)) {
      if (this.#owners.get(entry) === key) this.#owners.delete(entry)
    }
  }

  entries(document: Document): string[] {
    let combinations: unknown[][] = [[]]
    for (const path of this.#paths) {
      const value: unknown = resolve(document, path) ?? null
      const values: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value]
      combinations = combinations.flatMap((head) => values.map((next) => [...head, next]))
    }
    return [...new Set(combinations.map((values) => toEjson(values)))]
  }

  fault(entry: string) {
    const name = this.#paths.map((path) => `${path}_1`).join('_')
    return duplicateKey(this.#collection, name, `{ ${this.#paths.join(', ')}: ${entry} }`)
  }
}
