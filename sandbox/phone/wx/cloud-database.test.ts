import { command as _, documentOf, ejsonOf, queryOf, ServerDate, updateOf } from './cloud-command.ts'
import { type AskDatabase, cloudDatabase } from './cloud-database.ts'

/** Command → what the cloud reads, as wx-server-sdk 4.0.2 sends it. */
const QUERIES: readonly [unknown, object][] = [
  [
    { a: 1, b: { c: 'x' } },
    { a: 1, 'b.c': 'x' },
  ],
  [
    { a: _.gt(1), b: _.in(['x']) },
    { a: { $gt: 1 }, b: { $in: ['x'] } },
  ],
  [{ a: _.gt(1).and(_.lt(5)) }, { $and: [{ $and: [{ a: { $gt: 1 } }, { a: { $lt: 5 } }] }] }],
  [
    { s: 1, a: _.eq(1).or(_.eq(2)) },
    { s: 1, $and: [{ $or: [{ a: { $eq: 1 } }, { a: { $eq: 2 } }] }] },
  ],
  [_.or([{ a: 1 }, { b: _.gt(2) }]), { $or: [{ a: 1 }, { b: { $gt: 2 } }] }],
  [{ a: _.not(_.gt(1)) }, { $and: [{ $nor: [{ a: { $gt: 1 } }] }] }],
  [{ _openid: '{openid}' }, { _openid: '{openid}' }],
]
const UPDATES: readonly [unknown, object][] = [
  [
    { n: _.inc(1), t: 'x', deep: { a: 1 } },
    { $inc: { n: 1 }, $set: { t: 'x', 'deep.a': 1 } },
  ],
  [
    { l: _.push(['a']), m: _.unshift('b') },
    { $push: { l: { $each: ['a'] }, m: { $each: ['b'], $position: 0 } } },
  ],
  [
    { l: _.pop(), m: _.shift(), gone: _.remove() },
    { $pop: { l: 1, m: -1 }, $unset: { gone: '' } },
  ],
  [{ whole: _.set({ a: 1 }), list: [1] }, { $set: { whole: { a: 1 }, list: [1] } }],
]

describe('db.command of a phone', () => {
  for (const [where, query] of QUERIES) {
    test(JSON.stringify(query), () => expect(queryOf(where)).toStrictEqual(query))
  }
  for (const [data, update] of UPDATES) {
    test(JSON.stringify(update), () => expect(updateOf(data)).toStrictEqual(update))
  }

  test('dates, patterns and server time travel as EJSON, and dates come back', () => {
    const sent = ejsonOf({ at: new Date(5), like: /a/i, now: new ServerDate(7), list: [new Date(6)] })
    expect(JSON.parse(sent)).toStrictEqual({
      at: { $date: { $numberLong: '5' } },
      like: { $regularExpression: { pattern: 'a', options: 'i' } },
      now: { $tcb_server_date: { offset: 7 } },
      list: [{ $date: { $numberLong: '6' } }],
    })
    expect(documentOf('{"at":{"$date":"1970-01-01T00:00:00.005Z"},"n":1}')).toStrictEqual({
      at: new Date(5),
      n: 1,
    })
  })
})

describe('wx.cloud.database()', () => {
  const asked: object[] = []
  const ask: AskDatabase = async (request, _options, result) => {
    asked.push(JSON.parse(JSON.stringify(request)))
    return result({ list: ['{"_id":"a"}'], total: 1, id: 'new', updated: 1, removed: 1, created: 0 })
  }
  const db = cloudDatabase(ask) as { collection(name: string): Record<string, (...args: never[]) => never> }
  const goods = () => db.collection('goods') as unknown as Chain
  interface Chain {
    where(query: object): Chain
    orderBy(field: string, order: string): Chain
    skip(n: number): Chain
    limit(n: number): Chain
    field(fields: object): Chain
    doc(id: string): Chain
    get(): Promise<object>
    count(): Promise<object>
    add(options: object): Promise<object>
    set(options: object): Promise<object>
    update(options: object): Promise<object>
    remove(): Promise<object>
    watch(options: object): unknown
    aggregate(): unknown
  }

  test('asks for what the chain says, and every step leaves the one before alone', async () => {
    asked.length = 0
    const open = goods().where({ open: true })
    expect(await open.orderBy('at', 'desc').skip(2).limit(3).field({ name: true }).get()).toStrictEqual({
      data: [{ _id: 'a' }],
    })
    expect(await open.count()).toStrictEqual({ total: 1 })
    const query = '{"open":true}'
    expect(asked).toStrictEqual([
      {
        collection: 'goods',
        operation: 'get',
        query,
        order: { at: -1 },
        offset: 2,
        limit: 3,
        projection: '{"name":1}',
      },
      { collection: 'goods', operation: 'count', query },
    ])
  })

  test('answers as the client does', async () => {
    expect(await goods().add({ data: { n: 1 } })).toStrictEqual({ _id: 'new' })
    expect(await goods().doc('a').get()).toStrictEqual({ data: { _id: 'a' } })
    expect(
      await goods()
        .doc('a')
        .update({ data: { n: 1 } }),
    ).toStrictEqual({ stats: { updated: 1 } })
    expect(await goods().doc('a').set({ data: {} })).toStrictEqual({
      _id: 'a',
      stats: { updated: 1, created: 0 },
    })
    expect(await goods().doc('a').remove()).toStrictEqual({ stats: { removed: 1 } })
  })

  test('refuses watch and aggregation by name', () => {
    expect(() => goods().watch({})).toThrow(expect.objectContaining({ id: 'D-CL-08' }))
    expect(() => goods().aggregate()).toThrow(expect.objectContaining({ id: 'D-CL-08' }))
  })
})
