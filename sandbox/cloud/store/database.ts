import { randomBytes, randomUUID } from 'node:crypto'
import { type Fields, fieldsFromEjson } from '../ejson.ts'
import {
  CloudError,
  collectionMissing,
  duplicateKey,
  transactionConflict,
  transactionGone,
} from '../errors.ts'
import { LOCK_WAIT_MS, TRANSACTION_LIFETIME_MS } from '../limits.ts'
import { aggregate } from './aggregate.ts'
import { Collection, moveUniqueEntries } from './collection.ts'
import { asDocument, type Change, type Document, keyOf, sameContent } from './document.ts'
import type { Journal } from './journal.ts'
import { Locks } from './locks.ts'
import { type FindOptions, find, matching } from './query.ts'
import { Transaction } from './transaction.ts'
import { applyUpdate } from './update-operators.ts'
import type { View } from './view.ts'

export interface IndexSpec {
  readonly collection: string
  /** Field paths, in order. */
  readonly keys: readonly string[]
  readonly unique?: boolean
}

export interface WriteTarget {
  readonly query?: Fields
  /** false = the first match only. */
  readonly multi: boolean
}

const COLLECTION_NAME = /^[A-Za-z0-9_][\w.-]{0,63}$/

/**
 * The cloud database: collections in memory, every commit first in the journal. All work happens in one thread, so
 * a plain write is atomic by itself; transactions see a snapshot and lock what they write.
 * Faults are CloudFaults in the service's wording.
 */
export class Database {
  readonly #journal: Journal
  readonly #indexes: readonly IndexSpec[]
  readonly #collections = new Map<string, Collection>()
  readonly #transactions = new Map<
    string,
    { transaction: Transaction; owner: string; expiry: NodeJS.Timeout }
  >()
  readonly #locks = new Locks()
  #commits = 0

  constructor(journal: Journal, indexes: readonly IndexSpec[]) {
    this.#journal = journal
    this.#indexes = indexes
    for (const name of journal.collections()) this.#add(name)
    for (const { collection, body } of journal.documents()) {
      const document = asDocument(fieldsFromEjson(body, 0))
      this.#remember([{ collection, key: keyOf(document._id), document }])
    }
  }

  get isEmpty(): boolean {
    return this.#collections.size === 0
  }

  /** Whether this owner has a transaction open. */
  hasTransaction(owner: string): boolean {
    return [...this.#transactions.values()].some((open) => open.owner === owner)
  }

  collectionNames(): string[] {
    return [...this.#collections.keys()]
  }

  createCollection(name: string): void {
    if (this.#collections.has(name))
      throw new CloudError(
        'DATABASE_REQUEST_FAILED',
        `[ResourceExist] Table exist: ${name}. Please check your request.`,
      )
    if (!COLLECTION_NAME.test(name)) throw new CloudError('INVALID_PARAM', 'invalid collection name')
    this.#journal.addCollection(name)
    this.#add(name)
  }

  find(collection: string, options: FindOptions, transactionId?: string): Fields[] {
    return find(this.#view(transactionId), collection, options)
  }

  count(collection: string, query?: Fields): number {
    return [...matching(this.#committed, collection, query)].length
  }

  aggregate(collection: string, stages: readonly Fields[]): Fields[] {
    return aggregate(this.#committed, collection, stages)
  }

  /** Answers the `_id`s; a document without one gets 32 hexadecimal digits, as in WeChat's cloud. */
  insert(
    collection: string,
    fields: readonly Fields[],
    transactionId?: string,
  ): Promise<Array<string | number>> {
    const documents = fields.map((given) => asDocument({ _id: randomBytes(16).toString('hex'), ...given }))
    const given = documents.map(({ _id }) => keyOf(_id))
    return this.#write(transactionId, (view) => {
      const changes = documents.map((document) => {
        const key = keyOf(document._id)
        if (view.get(collection, key) || given.filter((other) => other === key).length > 1)
          throw duplicateKey(collection, '_id_', `{ _id: ${key} }`)
        return { collection, key, document }
      })
      return { changes, answer: documents.map(({ _id }) => _id) }
    })
  }

  /** `update` holds operators. Answers how many documents really changed. */
  update(collection: string, target: WriteTarget, update: Fields, transactionId?: string): Promise<number> {
    return this.#write(transactionId, (view) => {
      const changes = targets(view, collection, target)
        .map((before) => ({ before, after: applyUpdate(before, update) }))
        .filter(({ before, after }) => !sameContent(before, after))
        .map(({ after }) => ({ collection, key: keyOf(after._id), document: after }))
      return { changes, answer: changes.length }
    })
  }

  /** As `doc(id).set()`: replaces the whole document or makes it. */
  set(
    collection: string,
    id: string | number,
    fields: Fields,
    transactionId?: string,
  ): Promise<{ updated: number; upsertedId?: string | number }> {
    const document = asDocument({ ...fields, _id: id })
    const key = keyOf(id)
    return this.#write(transactionId, (view) => {
      const before = view.get(collection, key)
      const changed = before === null || !sameContent(before, document)
      const answer = before ? { updated: changed ? 1 : 0 } : { updated: 0, upsertedId: id }
      return { changes: changed ? [{ collection, key, document }] : [], answer }
    })
  }

  remove(collection: string, target: WriteTarget, transactionId?: string): Promise<number> {
    return this.#write(transactionId, (view) => {
      const changes = targets(view, collection, target).map(({ _id }) => ({
        collection,
        key: keyOf(_id),
        document: null,
      }))
      return { changes, answer: changes.length }
    })
  }

  /** `owner` = the call that opened it. Ended after TRANSACTION_LIFETIME_MS. */
  begin(owner: string): string {
    const id = randomUUID()
    const transaction = new Transaction(
      id,
      () => this.#commits,
      (name) => this.#collections.get(name),
      this.#locks,
    )
    const expiry = setTimeout(() => this.#end(id), TRANSACTION_LIFETIME_MS)
    expiry.unref()
    this.#transactions.set(id, { transaction, owner, expiry })
    return id
  }

  commit(id: string): void {
    const { transaction } = this.#transaction(id)
    try {
      this.#commit(transaction.changes())
    } catch (error) {
      // A plain write took a unique value after this transaction had staged it.
      throw error instanceof CloudError ? transactionConflict() : error
    } finally {
      this.#end(id)
    }
  }

  abort(id: string): void {
    this.#transaction(id)
    this.#end(id)
  }

  /** Drops everything, open transactions included. */
  clear(): void {
    for (const id of [...this.#transactions.keys()]) this.#end(id)
    this.#journal.clear()
    this.#collections.clear()
  }

  close(): void {
    for (const id of [...this.#transactions.keys()]) this.#end(id)
    this.#journal.close()
  }

  readonly #committed: View = {
    get: (name, key) => this.#existing(name).latest(key),
    documents: (name) => latestDocuments(this.#existing(name)),
  }

  /**
   * One write. In a transaction it is staged. Outside, it waits while a transaction holds one of its documents and
   * is then worked out again from what is there.
   */
  async #write<T>(
    transactionId: string | undefined,
    plan: (view: View) => { changes: Change[]; answer: T },
  ): Promise<T> {
    if (transactionId !== undefined) {
      const { transaction } = this.#transaction(transactionId)
      try {
        const { changes, answer } = plan(transaction)
        transaction.stage(changes)
        return answer
      } catch (error) {
        this.#end(transactionId) // a write that fails ends the whole transaction, as in MongoDB
        throw error
      }
    }
    for (;;) {
      const { changes, answer } = plan(this.#committed)
      if (!changes.some(({ collection, key }) => this.#locks.isHeld(collection, key))) {
        this.#commit(changes)
        return answer
      }
      await this.#locks.released(LOCK_WAIT_MS) // D-CL-15
    }
  }

  /** All changes or none (D-CL-14), durable before anyone sees them. */
  #commit(changes: readonly Change[]): void {
    const takeBack = moveUniqueEntries(changes, (name) => this.#existing(name))
    try {
      this.#journal.write(changes)
    } catch (error) {
      takeBack()
      throw error
    }
    this.#apply(changes)
  }

  #remember(changes: readonly Change[]): void {
    moveUniqueEntries(changes, (name) => this.#existing(name))
    this.#apply(changes)
  }

  #apply(changes: readonly Change[]): void {
    if (changes.length === 0) return
    this.#commits += 1
    const keepHistory = this.#transactions.size > 0
    for (const change of changes) this.#existing(change.collection).apply(change, this.#commits, keepHistory)
  }

  #view(transactionId: string | undefined): View {
    return transactionId === undefined ? this.#committed : this.#transaction(transactionId).transaction
  }

  #transaction(id: string) {
    const open = this.#transactions.get(id)
    if (!open) throw transactionGone()
    return open
  }

  #end(id: string): void {
    clearTimeout(this.#transactions.get(id)?.expiry)
    this.#transactions.delete(id)
    this.#locks.release(id)
    if (this.#transactions.size > 0) return
    for (const collection of this.#collections.values()) collection.forgetHistory()
  }

  #existing(name: string): Collection {
    const collection = this.#collections.get(name)
    if (!collection) throw collectionMissing(name)
    return collection
  }

  /** Only unique indexes mean anything here: documents are searched in memory (D-CL-09). */
  #add(name: string): void {
    const unique = this.#indexes.filter((index) => index.collection === name && index.unique === true)
    this.#collections.set(
      name,
      new Collection(
        name,
        unique.map(({ keys }) => keys),
      ),
    )
  }
}

function targets(view: View, collection: string, { query, multi }: WriteTarget): Document[] {
  const found = [...matching(view, collection, query)]
  return multi ? found : found.slice(0, 1)
}

function* latestDocuments(collection: Collection): Iterable<Document> {
  for (const key of collection.keys()) {
    const document = collection.latest(key)
    if (document) yield document
  }
}
