import { SandboxError } from '../errors.ts'
import { cloneValue, type Fields, fieldsFromEjson, toEjson } from './ejson.ts'
import type { Database } from './store/database.ts'
import { asDocument, type Document } from './store/document.ts'
import type { FindOptions } from './store/query.ts'

/** The database from outside the functions: as administrator, for seed, roles and tests. */
export interface CloudDatabase {
  find(
    collection: string,
    query?: Fields,
    options?: Pick<FindOptions, 'order' | 'offset' | 'limit'>,
  ): Promise<Document[]>
  count(collection: string, query?: Fields): Promise<number>
  /** Answers the `_id`. Creates the collection when it is missing. */
  insert(collection: string, doc: Fields): Promise<string | number>
  /** `update` = MongoDB operators. Answers how many documents changed. */
  update(collection: string, query: Fields, update: Fields): Promise<number>
  remove(collection: string, query: Fields): Promise<number>
}

/** A seed is plain JSON or EJSON written by hand: `{$date: …}` and its like become values. */
export const storedForm = (fields: Fields): Fields => fieldsFromEjson(toEjson(fields), 0)

export function administrator(database: Database): CloudDatabase {
  return {
    find: async (collection, query, options) =>
      database.find(collection, { ...options, query }).map((found) => asDocument(cloneValue(found))),
    count: async (collection, query) => database.count(collection, query),
    insert: async (collection, doc) => {
      if (!database.collectionNames().includes(collection)) database.createCollection(collection)
      const [id] = await database.insert(collection, [storedForm(doc)])
      if (id === undefined) throw new SandboxError('INTERNAL', 'insert answered no _id')
      return id
    },
    update: (collection, query, update) => database.update(collection, { query, multi: true }, update),
    remove: (collection, query) => database.remove(collection, { query, multi: true }),
  }
}
