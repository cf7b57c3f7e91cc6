import { SandboxUnsupportedError } from '../../errors.ts'
import { command, documentOf, ejsonOf, queryOf, ServerDate, updateOf } from './cloud-command.ts'

/** Sends one request; rejects with {errCode, errMsg}. Answers by callback when `options` has one, else by Promise. */
export type AskDatabase = (
  request: Readonly<Record<string, unknown>>,
  options: object | undefined,
  result: (answer: Readonly<Record<string, unknown>>) => Record<string, unknown>,
) => Promise<Record<string, unknown>> | undefined

type Order = 'asc' | 'desc'
interface Data {
  readonly data: unknown
}

/**
 * wx.cloud.database(): single reads and writes, under the rules of the project. Source: WeChat docs, 云开发 SDK 文档,
 * 数据库. No watch, no aggregation, no geography (D-CL-08).
 */
export function cloudDatabase(ask: AskDatabase): Record<string, unknown> {
  return {
    command,
    collection: (name: string) => new Collection(ask, name),
    serverDate: ({ offset = 0 }: { offset?: number } = {}) => new ServerDate(offset),
    RegExp: ({ regexp, options = '' }: { regexp: string; options?: string }) => new RegExp(regexp, options),
  }
}

interface Reading {
  readonly query?: string
  readonly order?: Readonly<Record<string, 1 | -1>>
  readonly offset?: number
  readonly limit?: number
  readonly projection?: string
}

const list = (answer: Readonly<Record<string, unknown>>) => (answer.list as string[]).map(documentOf)

/** `collection.where().orderBy()…`: each step is a query of its own. */
class Query {
  protected readonly ask: AskDatabase
  protected readonly name: string
  readonly #reading: Reading

  constructor(ask: AskDatabase, name: string, reading: Reading = {}) {
    this.ask = ask
    this.name = name
    this.#reading = reading
  }

  where(query: unknown): Query {
    return this.#with({ query: ejsonOf(queryOf(query)) })
  }
  orderBy(field: string, order: Order): Query {
    return this.#with({ order: { ...this.#reading.order, [field]: order === 'desc' ? -1 : 1 } })
  }
  skip(offset: number): Query {
    return this.#with({ offset })
  }
  limit(limit: number): Query {
    return this.#with({ limit })
  }
  field(projection: Readonly<Record<string, unknown>>): Query {
    return this.#with({
      projection: JSON.stringify(projection, (_key, value) =>
        typeof value === 'boolean' ? Number(value) : value,
      ),
    })
  }

  get(options?: object) {
    return this.send({ operation: 'get', ...this.#reading }, options, (answer) => ({ data: list(answer) }))
  }
  count(options?: object) {
    const { query } = this.#reading
    return this.send({ operation: 'count', query }, options, ({ total }) => ({ total }))
  }
  update(options: Data) {
    const { query } = this.#reading
    const request = { operation: 'update', query, multi: true, data: ejsonOf(updateOf(options.data)) }
    return this.send(request, options, ({ updated }) => ({ stats: { updated } }))
  }
  remove(options?: object) {
    const { query } = this.#reading
    return this.send({ operation: 'remove', query, multi: true }, options, ({ removed }) => ({
      stats: { removed },
    }))
  }
  watch(): never {
    throw new SandboxUnsupportedError('watch of the cloud database', 'D-CL-08')
  }

  protected send(
    request: Readonly<Record<string, unknown>>,
    ...rest: [object | undefined, Parameters<AskDatabase>[2]]
  ) {
    return this.ask({ collection: this.name, ...request }, ...rest)
  }

  #with(change: Reading): Query {
    return new Query(this.ask, this.name, { ...this.#reading, ...change })
  }
}

class Collection extends Query {
  doc(id: string | number): Document {
    return new Document(this.ask, this.name, id)
  }
  add(options: Data) {
    return this.send({ operation: 'add', data: ejsonOf(options.data) }, options, ({ id }) => ({ _id: id }))
  }
  aggregate(): never {
    throw new SandboxUnsupportedError('aggregation from a phone', 'D-CL-08')
  }
}

class Document {
  readonly #ask: AskDatabase
  readonly #base: Readonly<Record<string, unknown>>
  readonly #id: string | number

  constructor(ask: AskDatabase, collection: string, id: string | number) {
    this.#ask = ask
    this.#base = { collection, query: ejsonOf({ _id: id }) }
    this.#id = id
  }

  get(options?: object) {
    return this.#ask({ ...this.#base, operation: 'get', limit: 1 }, options, (answer) => {
      const [data] = list(answer)
      if (data === undefined) throw new Error(`cannot find document with _id ${this.#id}`)
      return { data }
    })
  }
  set(options: Data) {
    const request = { ...this.#base, operation: 'set', data: ejsonOf(options.data) }
    return this.#ask(request, options, ({ updated, created }) => ({
      _id: this.#id,
      stats: { updated, created },
    }))
  }
  update(options: Data) {
    const request = {
      ...this.#base,
      operation: 'update',
      multi: false,
      data: ejsonOf(updateOf(options.data)),
    }
    return this.#ask(request, options, ({ updated }) => ({ stats: { updated } }))
  }
  remove(options?: object) {
    const request = { ...this.#base, operation: 'remove', multi: false }
    return this.#ask(request, options, ({ removed }) => ({ stats: { removed } }))
  }
}
