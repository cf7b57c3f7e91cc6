import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { z } from 'zod'
import { toEjson } from '../ejson.ts'
import type { Change } from './document.ts'

const row = z.object({ collection: z.string(), body: z.string() })
const named = z.object({ name: z.string() })

export interface StoredDocument {
  readonly collection: string
  /** EJSON */
  readonly body: string
}

/**
 * The durable side of the database: one SQLite file. Reads are answered from memory; a write is acknowledged
 * after its SQLite transaction. WAL with synchronous=NORMAL: nothing acknowledged is lost when the process dies,
 * the last writes may be lost when the machine loses power.
 */
export class Journal {
  readonly #db: InstanceType<typeof Libsql>
  readonly #put
  readonly #drop
  readonly #collection

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true })
    this.#db = new Libsql(join(dataDir, 'cloud.sqlite'))
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY);
      CREATE TABLE IF NOT EXISTS documents (
        place INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
        UNIQUE (collection, key)
      );`)
    this.#put = this.#db.prepare(
      'INSERT INTO documents (collection, key, body) VALUES (?, ?, ?) ON CONFLICT (collection, key) DO UPDATE SET body = excluded.body',
    )
    this.#drop = this.#db.prepare('DELETE FROM documents WHERE collection = ? AND key = ?')
    this.#collection = this.#db.prepare('INSERT OR IGNORE INTO collections (name) VALUES (?)')
  }

  collections(): string[] {
    return this.#db
      .prepare('SELECT name FROM collections ORDER BY rowid')
      .all()
      .map((found) => named.parse(found).name)
  }

  /** Every document in the order in which it was first written. */
  documents(): StoredDocument[] {
    return this.#db
      .prepare('SELECT collection, body FROM documents ORDER BY place')
      .all()
      .map((found) => row.parse(found))
  }

  addCollection(name: string): void {
    this.#collection.run([name])
  }

  /** All changes or none. */
  write(changes: readonly Change[]): void {
    if (changes.length === 0) return
    this.#atomically(() => {
      for (const { collection, key, document } of changes) {
        if (document === null) this.#drop.run([collection, key])
        else this.#put.run([collection, key, toEjson(document)])
      }
    })
  }

  clear(): void {
    this.#atomically(() => this.#db.exec('DELETE FROM documents; DELETE FROM collections'))
  }

  close(): void {
    if (this.#db.open) this.#db.close()
  }

  #atomically(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#db.exec('COMMIT')
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }
}
