import { collectionMissing, transactionConflict } from '../errors.ts'
import type { Collection } from './collection.ts'
import type { Change, Document } from './document.ts'
import type { Locks } from './locks.ts'
import type { View } from './view.ts'

/**
 * Snapshot isolation, first writer wins: reads see the database as it was at the first operation, plus the
 * transaction's own writes; the first write to a document takes its lock; a document locked by another transaction, or changed
 * since then, is a conflict at once. (WeChat cloud development guide, "transaction".)
 */
export class Transaction implements View {
  readonly id: string
  readonly #lastCommit: () => number
  #snapshot: number | undefined
  readonly #find: (name: string) => Collection | undefined
  readonly #locks: Locks
  readonly #staged = new Map<string, Map<string, Change>>()

  constructor(
    id: string,
    lastCommit: () => number,
    find: (name: string) => Collection | undefined,
    locks: Locks,
  ) {
    this.id = id
    this.#lastCommit = lastCommit
    this.#find = find
    this.#locks = locks
  }

  /** MongoDB takes the snapshot at the first operation, not when the transaction is opened. */
  get snapshot(): number {
    this.#snapshot ??= this.#lastCommit()
    return this.#snapshot
  }

  get(name: string, key: string): Document | null {
    const staged = this.#staged.get(name)?.get(key)
    return staged ? staged.document : this.#collection(name).at(key, this.snapshot)
  }

  *documents(name: string): Iterable<Document> {
    const collection = this.#collection(name)
    const seen = new Set<string>()
    for (const key of collection.keys()) {
      seen.add(key)
      const document = this.get(name, key)
      if (document) yield document
    }
    for (const { key, document } of this.#staged.get(name)?.values() ?? []) {
      if (document && !seen.has(key)) yield document
    }
  }

  stage(changes: readonly Change[]): void {
    for (const change of changes) {
      const collection = this.#collection(change.collection)
      if (collection.lastCommit(change.key) > this.snapshot) throw transactionConflict()
      if (!this.#locks.take(change.collection, change.key, this.id)) throw transactionConflict()
      this.#refuseDuplicate(collection, change)
      const staged = this.#staged.get(change.collection) ?? new Map<string, Change>()
      this.#staged.set(change.collection, staged.set(change.key, change))
    }
  }

  changes(): Change[] {
    return [...this.#staged.values()].flatMap((staged) => [...staged.values()])
  }

  /** A duplicate shows at the write, not at the commit: committed values and our own staged ones both count. */
  #refuseDuplicate(collection: Collection, { key, document }: Change): void {
    if (document === null) return
    const staged = this.#staged.get(collection.name)
    for (const index of collection.indexes) {
      const taken = index.ownerOf(document, key)
      if (taken && !staged?.has(taken.owner)) throw index.fault(taken.entry)
      const mine = new Set(index.entries(document))
      for (const other of staged?.values() ?? []) {
        if (other.key === key || other.document === null) continue
        const shared = index.entries(other.document).find((entry) => mine.has(entry))
        if (shared !== undefined) throw index.fault(shared)
      }
    }
  }

  #collection(name: string): Collection {
    const collection = this.#find(name)
    if (!collection) throw collectionMissing(name)
    return collection
  }
}
