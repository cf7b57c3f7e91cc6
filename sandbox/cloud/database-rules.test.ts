import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientDatabaseRequest } from './client/client-database.ts'
import { CloudCallError, readDatabaseRules } from './cloud.ts'
import { type TestCloud, useCloud } from './testing/use-cloud.ts'

const RULES = {
  products: { read: true, write: false },
  secrets: { read: false, write: false },
  orders: { read: 'doc._openid == auth.openid', create: 'auth != null', update: false, delete: false },
  notes: { read: "auth != null && doc.kind == 'open'", write: 'auth.openid == doc._openid' },
}

const OWN = { _openid: '{openid}' }
const text = (value: object) => JSON.stringify(value)

let folder = ''
let cloud: TestCloud
const rulesOf = (rules: unknown) => {
  const file = join(folder, 'rules.json')
  writeFileSync(file, JSON.stringify(rules))
  return readDatabaseRules(file)
}

/** What a phone gets: the answer, or the code by which it is refused. */
async function ask(openid: string, request: ClientDatabaseRequest) {
  try {
    return await cloud.clientDatabase({ openid }, request)
  } catch (error) {
    assert.ok(error instanceof CloudCallError, String(error))
    return error.errCode
  }
}
const get = (openid: string, collection: string, query: object = {}) =>
  ask(openid, { operation: 'get', collection, query: text(query) })

describe('the database as a phone reaches it', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cloud-rules-'))
    cloud = await useCloud({
      functions: {},
      databaseRules: rulesOf(RULES),
      collections: ['plain'],
      seed: [
        { collection: 'products', doc: { _id: 'tea', priceFen: 5_800 } },
        { collection: 'secrets', doc: { _id: 's' } },
        { collection: 'orders', doc: { _id: 'o1', _openid: 'oAnna' } },
        { collection: 'notes', doc: { _id: 'n1', kind: 'open', _openid: 'oAnna' } },
        { collection: 'notes', doc: { _id: 'n2', kind: 'closed', _openid: 'oAnna' } },
      ],
    })
  })
  afterAll(async () => {
    await cloud.dispose()
    rmSync(folder, { recursive: true })
  })

  const DENIED = -502003
  const READS: readonly [string, string, object, number | string[]][] = [
    ['products', 'oBen', {}, ['tea']],
    ['secrets', 'oBen', {}, DENIED],
    ['orders', 'oAnna', {}, DENIED],
    ['orders', 'oAnna', { _id: 'o1' }, DENIED],
    ['orders', 'oAnna', OWN, ['o1']],
    ['orders', 'oAnna', { _openid: { $eq: 'oAnna' } }, ['o1']],
    ['orders', 'oBen', OWN, []],
    ['orders', 'oBen', { _openid: 'oAnna' }, DENIED],
    ['orders', 'oBen', { _openid: { $exists: true } }, DENIED],
    ['orders', 'oBen', { $or: [OWN, { _id: 'o1' }] }, DENIED],
    ['notes', 'oBen', { kind: 'open' }, ['n1']],
    ['notes', 'oBen', { kind: 'closed' }, DENIED],
    ['plain', 'oBen', {}, DENIED],
    ['plain', 'oBen', OWN, []],
    ['nowhere', 'oBen', OWN, -502005],
  ]
  for (const [collection, openid, query, expected] of READS) {
    test(`${openid} reads ${collection} where ${text(query)}: ${text(expected as object)}`, async () => {
      const answer = await get(openid, collection, query)
      const ids =
        typeof answer === 'number' ? answer : answer.list?.map((document) => JSON.parse(document)._id)
      expect(ids).toStrictEqual(expected)
    })
  }

  test('what a phone adds carries its openid, which no phone can write', async () => {
    const added = await ask('oBen', { operation: 'add', collection: 'orders', data: text({ n: 1 }) })
    assert.ok(typeof added !== 'number' && typeof added.id === 'string')
    const [document] = await cloud.database.find('orders', { _id: added.id })
    expect([document?.n, document?._openid]).toStrictEqual([1, 'oBen'])
    for (const data of [text({ _openid: 'oAnna' })])
      expect(await ask('oBen', { operation: 'add', collection: 'orders', data })).toBe(-501007)
    expect(
      await ask('oAnna', {
        operation: 'update',
        collection: 'notes',
        query: text(OWN),
        data: text({ $set: { _openid: 'oBen' } }),
        multi: true,
      }),
    ).toBe(-501007)
  })

  test('writes stay within the rule, whatever the query would find', async () => {
    const write = (openid: string, collection: string, query: object) =>
      ask(openid, {
        operation: 'update',
        collection,
        query: text(query),
        data: text({ $set: { seen: true } }),
        multi: true,
      })
    expect(await write('oBen', 'products', {})).toBe(DENIED)
    expect(await write('oBen', 'notes', { _id: 'n1' })).toBe(DENIED)
    expect(await write('oBen', 'notes', OWN)).toStrictEqual({ updated: 0 })
    expect(await write('oAnna', 'notes', OWN)).toStrictEqual({ updated: 2 })
    const remove = (openid: string) =>
      ask(openid, {
        operation: 'remove',
        collection: 'notes',
        query: text({ ...OWN, _id: 'n2' }),
        multi: false,
      })
    expect(await remove('oBen')).toStrictEqual({ removed: 0 })
    expect(await remove('oAnna')).toStrictEqual({ removed: 1 })
    expect(await ask('oAnna', { operation: 'count', collection: 'products' })).toStrictEqual({ total: 1 })
    expect(
      await ask('oAnna', { operation: 'set', collection: 'products', query: '{"_id":"x"}', data: '{}' }),
    ).toBe(DENIED)
  })

  test('twenty documents at once, and malformed requests are refused', async () => {
    for (let n = 0; n < 25; n += 1) await cloud.database.insert('products', { n })
    const all = await ask('oBen', { operation: 'get', collection: 'products', limit: 100 })
    expect(typeof all === 'number' ? all : all.list?.length).toBe(20)
    expect(await ask('oBen', { operation: 'get', collection: 'products', query: '{' })).toBe(-501007)
    expect(await ask('oBen', { operation: 'drop', collection: 'products' } as never)).toBe(-501007)
  })

  for (const rule of [
    'doc.a > 1',
    'get("x").y',
    'doc.a == doc.b',
    'request.auth',
    'doc._openid = auth.openid',
  ]) {
    test(`the rule "${rule}" is an error of the project`, () => {
      expect(() => rulesOf({ c: { read: rule } })).toThrow(
        expect.objectContaining({ code: 'BAD_PROJECT', message: expect.stringMatching(/D-CL-22/) }),
      )
    })
  }
  test('a rule for an operation that does not exist is, too', () => {
    expect(() => rulesOf({ c: { raed: true } })).toThrow(
      expect.objectContaining({ code: 'BAD_PROJECT', message: expect.stringMatching(/raed/) }),
    )
  })
})
