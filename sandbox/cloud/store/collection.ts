import type { Change, Document } from './document.ts'
import { UniqueIndex } from './unique-index.ts'

interface Version {
  /** The commit that made it; a snapshot sees versions up to its own commit number. */
  readonly commit: number
  readonly document: Document | null
}

/** The committed documents of one collection, with the older versions that open snapshots still need. */
export class Collection {
  readonly name: string
  readonly indexes: readonly UniqueIndex[]
  /** Newest version last. */
  readonly #versions = new Map<string, Version[]>()

  constructor(name: string, uniqueKeys: ReadonlyArray<readonly string[]>) {
    this.name = name
    this.indexes = uniqueKeys.map((keys) => new UniqueIndex(name, keys))
  }

  latest(key: string): Document | null {
    return this.#versions.get(key)?.at(-1)?.document ?? null
  }

  lastCommit(key: string): number {
    return this.#versions.get(key)?.at(-1)?.commit ?? 0
  }

  at(key: string, commit: number): Document | null {
    return this.#versions.get(key)?.findLast((version) => version.commit <= commit)?.document ?? null
  }

  *keys(): Iterable<string> {
    yield* this.#versions.keys()
  }

  /** Puts a committed change in place. Older versions stay while `keepHistory`. */
  apply({ key, document }: Change, commit: number, keepHistory: boolean): void {
    const versions = this.#versions.get(key)
    const next = { commit, document }
    if (versions && keepHistory) versions.push(next)
    else if (document === null && !keepHistory) this.#versions.delete(key)
    else this.#versions.set(key, [next])
  }

  /** Forgets what no snapshot can see any more. */
  forgetHistory(): void {
    for (const [key, versions] of this.#versions) {
      const newest = versions.at(-1)
      if (newest === undefined || newest.document === null) this.#versions.delete(key)
      else if (versions.length > 1) this.#versions.set(key, [newest])
    }
  }
}

/**
 * Moves the unique entries of all changes, or of none: throws E11000 with everything as it was.
 * Answers how to take it back.
 */
export function moveUniqueEntries(
  changes: readonly Change[],
  find: (name: string) => Collection,
): () => void {
  const done: Array<() => void> = []
  const undo = (): void => {
    for (const step of done.splice(0).reverse()) step()
  }
  const each = (
    work: (index: UniqueIndex, key: string, before: Document | null, after: Document | null) => void,
  ) => {
    for (const { collection: name, key, document } of changes) {
      const collection = find(name)
      for (const index of collection.indexes) work(index, key, collection.latest(key), document)
    }
  }
  try {
    // First all that goes, then all that comes: a value may pass from one document to another.
    each((index, key, before) => {
      if (before === null) return
      index.remove(key, before)
      done.push(() => index.add(key, before))
    })
    each((index, key, _before, after) => {
      if (after === null) return
      index.add(key, after)
      done.push(() => index.remove(key, after))
    })
    return undo
  } catch (error) {
    undo()
    throw error
  }
}
