import { z } from 'zod'
import type { Clock } from '../../part.ts'
import { type DatabaseRules, isWithin, type RuleOperation } from '../database-rules.ts'
import { type Fields, fieldsFromEjson, isFields, toEjson } from '../ejson.ts'
import { CloudError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import type { CloudCaller } from '../workers/identity.ts'

/** EJSON texts, as in wx-server-sdk's requests. `{openid}` in a query stands for the caller's. */
const common = { collection: z.string().min(1), query: z.string().default('{}') }
const requestSchema = z.discriminatedUnion('operation', [
  z.strictObject({
    ...common,
    operation: z.literal('get'),
    order: z.record(z.string(), z.union([z.literal(1), z.literal(-1)])).optional(),
    offset: z.int().min(0).optional(),
    limit: z.int().min(1).optional(),
    projection: z.string().optional(),
  }),
  z.strictObject({ ...common, operation: z.literal('count') }),
  z.strictObject({ ...common, operation: z.literal('add'), data: z.string() }),
  z.strictObject({ ...common, operation: z.literal('update'), data: z.string(), multi: z.boolean() }),
  z.strictObject({ ...common, operation: z.literal('set'), data: z.string() }),
  z.strictObject({ ...common, operation: z.literal('remove'), multi: z.boolean() }),
])
export type ClientDatabaseRequest = z.input<typeof requestSchema>

export interface ClientDatabaseAnswer {
  /** EJSON of each document found. */
  readonly list?: readonly string[]
  readonly total?: number
  readonly id?: string | number
  readonly updated?: number
  readonly removed?: number
  readonly created?: number
}

/** Default and maximum of a phone's read (WeChat docs: Collection.limit). */
const CLIENT_FIND = 20
const RULE_OF: Readonly<Record<ClientDatabaseRequest['operation'], RuleOperation>> = {
  get: 'read',
  count: 'read',
  add: 'create',
  update: 'update',
  set: 'update',
  remove: 'delete',
}

/**
 * `wx.cloud.database()` of a phone: single reads and writes under the project's rules. What WeChat adds: a document
 * made by a phone has `_openid`, which nobody can write. No watch, no aggregation (D-CL-08). All throw CloudError.
 */
export class ClientDatabase {
  readonly #database: Database
  readonly #rules: DatabaseRules
  readonly #clock: Clock

  constructor(database: Database, rules: DatabaseRules, clock: Clock) {
    this.#database = database
    this.#rules = rules
    this.#clock = clock
  }

  async ask({ openid }: CloudCaller, given: unknown): Promise<ClientDatabaseAnswer> {
    const parsed = requestSchema.safeParse(given)
    if (!parsed.success) throw new CloudError('INVALID_PARAM', z.prettifyError(parsed.error))
    const request = parsed.data
    const { collection } = request
    const query = withOpenid(this.#read(request.query), openid) as Fields
    const fresh = request.operation === 'add' ? this.#fresh(request.data, openid) : null
    if (!isWithin(this.#rules, collection, RULE_OF[request.operation], fresh ?? query, openid))
      throw new CloudError('DATABASE_PERMISSION_DENIED', 'Permission denied')

    switch (request.operation) {
      case 'get': {
        const { order, offset, limit = CLIENT_FIND, projection } = request
        const found = this.#database.find(collection, {
          query,
          order,
          offset,
          limit: Math.min(limit, CLIENT_FIND),
          projection: projection === undefined ? undefined : this.#read(projection),
        })
        return { list: found.map(toEjson) }
      }
      case 'count':
        return { total: this.#database.count(collection, query) }
      case 'add': {
        const [id] = await this.#database.insert(collection, [fresh ?? {}])
        return { id }
      }
      case 'update': {
        const data = this.#read(request.data)
        refuseOpenid(Object.values(data).filter(isFields))
        return { updated: await this.#database.update(collection, { query, multi: request.multi }, data) }
      }
      case 'set': {
        const { _id } = query
        if (typeof _id !== 'string' && typeof _id !== 'number')
          throw new CloudError('INVALID_PARAM', 'a document can be set by its _id only')
        const { updated, upsertedId } = await this.#database.set(
          collection,
          _id,
          this.#fresh(request.data, openid),
        )
        return { updated, created: upsertedId === undefined ? 0 : 1 }
      }
      case 'remove':
        return { removed: await this.#database.remove(collection, { query, multi: request.multi }) }
    }
  }

  #read(text: string): Fields {
    return fieldsFromEjson(text, this.#clock.now())
  }

  #fresh(text: string, openid: string): Fields {
    const data = this.#read(text)
    refuseOpenid([data])
    return { ...data, _openid: openid }
  }
}

function refuseOpenid(written: readonly Fields[]): void {
  if (written.some((fields) => '_openid' in fields))
    throw new CloudError('INVALID_PARAM', '_openid is written by the cloud only')
}

function withOpenid(value: unknown, openid: string): unknown {
  if (value === '{openid}') return openid
  if (Array.isArray(value)) return value.map((item) => withOpenid(item, openid))
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOpenid(item, openid)]))
}
