import { Query } from 'mingo'
import { SandboxUnsupportedError } from '../../errors.ts'
import { type Fields, isFields } from '../ejson.ts'
import { CloudError } from '../errors.ts'
import { type Document, keyOf } from './document.ts'
import type { View } from './view.ts'

const GEO = new Set(['$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$geoNear'])

const ENGINE = { scriptEnabled: false } as const

export interface FindOptions {
  readonly query?: Fields
  readonly order?: Record<string, 1 | -1>
  readonly offset?: number
  readonly limit?: number
  readonly projection?: Fields
}

/** The documents that match, in natural order (order of first write). */
export function* matching(view: View, collection: string, query: Fields = {}): Iterable<Document> {
  const compiled = compile(query)
  for (const document of candidates(view, collection, query)) if (compiled.test(document)) yield document
}

/** As `collection.where().orderBy().skip().limit().field().get()`. */
export function find(view: View, collection: string, options: FindOptions): Fields[] {
  const { query, order, offset, limit, projection } = options
  const found = [...matching(view, collection, query)]
  return guarded(() => {
    const cursor = new Query({}, ENGINE).find<Fields>(found, projection)
    if (order) cursor.sort(order)
    if (offset !== undefined) cursor.skip(offset)
    if (limit !== undefined) cursor.limit(limit)
    return cursor.all()
  })
}

/** Turns what the engine says about a bad query into the service's error. */
export function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof CloudError || error instanceof SandboxUnsupportedError) throw error
    throw new CloudError('DATABASE_INVALID_OPERRATOR', error instanceof Error ? error.message : String(error))
  }
}

/** Distance and area are not computed here (D-CL-02). */
export function refuseGeo(value: unknown): void {
  if (Array.isArray(value)) for (const child of value) refuseGeo(child)
  if (!isFields(value)) return
  for (const [key, child] of Object.entries(value)) {
    if (GEO.has(key)) throw new SandboxUnsupportedError(`the geographic operator ${key}`, 'D-CL-02')
    refuseGeo(child)
  }
}

function compile(query: Fields): Query {
  refuseGeo(query)
  return guarded(() => new Query(query, ENGINE))
}

/** `_id` given: one look instead of a scan. */
function candidates(view: View, collection: string, query: Fields): Iterable<Document> {
  const asked = isFields(query._id) && Object.keys(query._id).length === 1 ? query._id.$eq : query._id
  if (typeof asked !== 'string' && typeof asked !== 'number') return view.documents(collection)
  const document = view.get(collection, keyOf(asked))
  return document ? [document] : []
}
