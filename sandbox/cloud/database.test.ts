import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

/** Everything here goes through the unmodified wx-server-sdk in a real worker. */
describe('the database as a function sees it', () => {
  let cloud: TestCloud
  const run = <T = unknown>(code: string, fields: object = {}): Promise<T> =>
    cloud.call<T>('oAnna', 'run', { code, ...fields })

  beforeAll(async () => {
    cloud = await useCloud({
      functions: { run: RUN_ANYTHING },
      deployment: { run: { timeout: 20 } },
      collections: ['things', 'goods', 'orders', 'queries', 'operators'],
      indexes: [{ collection: 'unique', keys: ['no', 'shop'], unique: true }],
      seed: [
        { collection: 'goods', doc: { _id: 'lamp', stock: 20, price: 9900 } },
        { collection: 'goods', doc: { _id: 'vase', stock: 3, price: 19900 } },
      ],
    })
  })

  afterAll(() => cloud.dispose())

  test('a document with dates, nesting and server time comes back as it went in', async () => {
    const answer = await run<Record<string, unknown>>(`
      const things = db.collection('things')
      const before = Date.now()
      const added = await things.add({ data: {
        at: db.serverDate({ offset: 1000 }), nested: { list: [1, 2, { b: new Date(5) }], half: 1.5, no: null },
      } })
      const { data } = await things.doc(added._id).get()
      return { id: added._id, sameId: data._id === added._id, isDate: data.at instanceof Date,
        isInTime: data.at >= before + 1000 && data.at <= Date.now() + 1000, list: data.nested.list[2].b.getTime(), half: data.nested.half, no: data.nested.no }`)
    expect(String(answer.id)).toMatch(/^[0-9a-f]{32}$/)
    expect({ ...answer, id: 0 }).toStrictEqual({
      id: 0,
      isInTime: true,
      sameId: true,
      isDate: true,
      list: 5,
      half: 1.5,
      no: null,
    })
  })

  test('a missing document is an error unless the function asked for none', async () => {
    expect(
      await run<string>(`return db.collection('things').doc('none').get().catch(e => e.errMsg)`),
    ).toMatch(/document with _id none does not exist/)
  })

  test('order, offset, limit and projection shape what is found', async () => {
    expect(
      await run(`
        const c = db.collection('queries')
        for (let n = 0; n < 6; n++) await c.add({ data: { n, half: n % 2, deep: { a: n, b: 'x' } } })
        return (await c.where({ half: 1 }).orderBy('n', 'desc').skip(1).limit(1).field({ 'deep.a': true, _id: false }).get()).data`),
    ).toStrictEqual([{ deep: { a: 3 } }])
  })

  const QUERIES: ReadonlyArray<[query: string, count: number]> = [
    ['{ a: 10 }', 1],
    ["{ _id: _.in(['q1', 'q9']) }", 1],
    ['{ list: 2 }', 1],
    ['{ list: _.all([1, 2]) }', 1],
    ['{ list: _.size(3) }', 1],
    ['{ list: _.elemMatch(_.gt(2)) }', 1],
    ["{ 'deep.y': _.exists(true) }", 1],
    ['{ none: _.exists(false) }', 2],
    ['{ none: null }', 2],
    ['{ a: _.neq(10) }', 1],
    ['{ a: _.gt(1).and(_.lt(11)) }', 1],
    ['{ a: _.nin([10, 11]) }', 0],
    ["_.or([{ a: 11 }, { name: db.RegExp({ regexp: '^LA', options: 'i' }) }])", 2],
    ["_.and([{ _id: 'q1' }, _.nor([{ a: 11 }])])", 1],
    ['{ a: _.not(_.eq(10)) }', 1],
    ['{ a: _.mod(5, 0) }', 1],
    ['{ at: _.lt(new Date()) }', 1],
    ['{ at: _.lte(db.serverDate()) }', 1],
    ['{ deep: { y: 2 } }', 1],
    ["{ a: _.gte('1') }", 0],
  ]
  test('every query command selects what it says', async () => {
    await run(`
      await db.collection('operators').add({ data: { _id: 'q1', a: 10, list: [1, 2, 3], deep: { x: 1, y: 2 }, name: 'Lamp', at: new Date(0) } })
      await db.collection('operators').add({ data: { _id: 'q2', a: 11 } })`)
    const code = `return Promise.all([${QUERIES.map(([query]) => `db.collection('operators').where(${query}).count()`)}])`
    const counts = await run<Array<{ total: number }>>(code)
    expect(counts.map(({ total }, at) => [QUERIES[at]?.[0], total])).toStrictEqual(
      QUERIES.map(([query, count]) => [query, count]),
    )
  })

  const UPDATES: ReadonlyArray<[update: string, field: string, result: unknown]> = [
    ['{ n: _.inc(5) }', 'n', 7],
    ['{ n: _.mul(5) }', 'n', 10],
    ['{ n: _.max(1) }', 'n', 2],
    ['{ n: _.min(1) }', 'n', 1],
    ['{ fresh: _.inc(3) }', 'fresh', 3],
    ['{ fresh: _.mul(3) }', 'fresh', 0],
    ['{ fresh: _.max(3) }', 'fresh', 3],
    ['{ n: _.remove() }', 'n', undefined],
    ["{ n: _.rename('m') }", 'm', 2],
    ["{ 'o.x': _.inc(4) }", 'o', { x: 5, y: 2 }],
    ['{ o: { y: 3 } }', 'o', { x: 1, y: 3 }],
    ['{ o: _.set({ z: 1 }) }', 'o', { z: 1 }],
    ["{ 'o.deep.er': 1 }", 'o', { x: 1, y: 2, deep: { er: 1 } }],
    ["{ 'list.1': 9 }", 'list', [1, 9, 3]],
    ['{ list: _.push(4) }', 'list', [1, 2, 3, 4]],
    ['{ list: _.push([4, 5]) }', 'list', [1, 2, 3, 4, 5]],
    ['{ list: _.push({ each: [9, 0], sort: 1, slice: 4 }) }', 'list', [0, 1, 2, 3]],
    ['{ list: _.push({ each: [7], position: 1 }) }', 'list', [1, 7, 2, 3]],
    ['{ fresh: _.push([1]) }', 'fresh', [1]],
    ['{ list: _.unshift([0]) }', 'list', [0, 1, 2, 3]],
    ['{ list: _.pop() }', 'list', [1, 2]],
    ['{ list: _.shift() }', 'list', [2, 3]],
    ['{ list: _.addToSet(3) }', 'list', [1, 2, 3]],
    ['{ list: _.addToSet({ $each: [3, 4] }) }', 'list', [1, 2, 3, 4]],
    ['{ list: _.pull(2) }', 'list', [1, 3]],
    ['{ list: _.pull(_.gt(1)) }', 'list', [1]],
    ['{ list: _.pullAll([1, 3]) }', 'list', [2]],
    ["{ rows: _.pull({ k: 'a' }) }", 'rows', [{ k: 'b' }]],
  ]
  test('every update command changes what it says', async () => {
    const steps = UPDATES.map(
      ([update, field]) => `
        await one.set({ data: { n: 2, o: { x: 1, y: 2 }, list: [1, 2, 3], rows: [{ k: 'a' }, { k: 'b' }] } })
        await one.update({ data: ${update} })
        results.push((await one.get()).data[${JSON.stringify(field)}])`,
    )
    const results = await run<unknown[]>(
      `const one = db.collection('operators').doc('u'); const results = []; ${steps.join('\n')}; return results`,
    )
    expect(results.map((result, at) => [UPDATES[at]?.[0], result])).toStrictEqual(
      UPDATES.map(([update, , result]) => [update, result ?? null]),
    )
  })

  const REFUSED: ReadonlyArray<[update: string, errMsg: RegExp]> = [
    ['{ name: _.inc(1) }', /Cannot apply \$inc to a value of non-numeric type/],
    ['{ name: _.push([1]) }', /Cannot apply \$push to a non-array field/],
    ["{ 'name.first': 'x' }", /Cannot create field 'first'/],
    ["{ 'list.$': 1 }", /D-CL-03/],
  ]
  test('an update that does not fit is refused and changes nothing', async () => {
    const tries = REFUSED.map(
      ([update]) => `await one.update({ data: ${update} }).then(() => 'done', (e) => e.errMsg)`,
    )
    const answers = await run<string[]>(`
      const one = db.collection('operators').doc('r')
      await one.set({ data: { name: 'lamp', list: [1] } })
      return [${tries.join(', ')}, JSON.stringify((await one.get()).data)]`)
    for (const [at, [, errMsg]] of REFUSED.entries()) expect(answers[at] ?? '').toMatch(errMsg)
    expect(JSON.parse(answers.at(-1) ?? '')).toStrictEqual({ _id: 'r', name: 'lamp', list: [1] })
  })

  test('set makes or replaces a whole document and says which', async () => {
    expect(
      await run(`
        const one = db.collection('things').doc('s')
        const first = await one.set({ data: { a: 1, b: 1 } })
        const second = await one.set({ data: { a: 2 } })
        return [first.stats, second.stats, (await one.get()).data]`),
    ).toStrictEqual([
      { created: 1, updated: 0 },
      { created: 0, updated: 1 },
      { _id: 's', a: 2 },
    ])
  })

  test('where update and where remove reach every match and say how many', async () => {
    expect(
      await run(`
        const c = db.collection('things')
        for (const n of [1, 2, 3]) await c.add({ data: { _id: 'w' + n, batch: true, n } })
        const updated = await c.where({ batch: true, n: _.gt(1) }).update({ data: { seen: true } })
        const removed = await c.where({ batch: true, seen: true }).remove()
        const one = await c.doc('w1').remove()
        return [updated.stats.updated, removed.stats.removed, one.stats.removed, (await c.where({ batch: true }).count()).total]`),
    ).toStrictEqual([2, 2, 1, 0])
  })

  test('aggregation groups, joins, counts and stops at 20 rows', async () => {
    expect(
      await run(`
        await db.createCollection('sales')
        for (let n = 0; n < 25; n++) await db.collection('sales').add({ data: { n, who: 'abc'[n % 3], goods: 'lamp' } })
        const sales = () => db.collection('sales').aggregate()
        const groups = await sales().match({ n: _.gte(1) }).group({ _id: '$who', pieces: $.sum(1), sum: $.sum('$n') }).sort({ _id: 1 }).end()
        const all = await sales().end()
        const many = await sales().limit(100).end()
        const count = await sales().match({ who: 'a' }).count('total').end()
        const joined = await sales().limit(1).lookup({ from: 'goods', localField: 'goods', foreignField: '_id', as: 'item' })
          .project({ _id: 0, price: $.arrayElemAt(['$item.price', 0]) }).end()
        return [groups.list, all.list.length, many.list.length, count.list, joined.list]`),
    ).toStrictEqual([
      [
        { _id: 'a', pieces: 8, sum: 108 },
        { _id: 'b', pieces: 8, sum: 92 },
        { _id: 'c', pieces: 8, sum: 100 },
      ],
      20,
      25,
      [{ total: 9 }],
      [{ price: 9900 }],
    ])
  })

  test('a missing collection is -502005, an existing one cannot be created again', async () => {
    const [missing, existing] = await run<[{ errCode: number; errMsg: string }, string]>(`
      return [await db.collection('nope').get().catch(e => ({ ...e, errMsg: e.errMsg })),
              await db.createCollection('goods').catch(e => e.errMsg)]`)
    expect(missing.errCode).toBe(-502005)
    expect(missing.errMsg).toMatch(/not exist/)
    expect(existing).toMatch(/Table exist: goods/)
  })

  test('a unique index and a given _id admit each value once', async () => {
    const answers = await run<string[]>(`
      const c = db.collection('unique')
      const code = (p) => p.then(() => 'ok', (e) => e.errCode + ' ' + e.errMsg)
      return [
        await code(c.add({ data: { _id: 'x', no: 1, shop: 'a' } })),
        await code(c.add({ data: { no: 1, shop: 'b' } })),
        await code(c.add({ data: { no: 1, shop: 'a' } })),
        await code(c.add({ data: { _id: 'x', no: 2 } })),
        await code(c.add({ data: {} })),
        await code(c.add({ data: { other: 1 } })),
        await code(c.doc('x').update({ data: { shop: 'b' } })),
        await code(c.doc('x').remove()),
        await code(c.add({ data: { no: 1, shop: 'a' } })),
      ]`)
    const taken = /^-502001 .*E11000 duplicate key error/s
    for (const at of [2, 3, 5, 6]) expect(answers[at] ?? '').toMatch(taken)
    for (const at of [0, 1, 4, 7, 8]) expect(answers[at]).toBe('ok')
  })

  test('geographic queries refuse by name', async () => {
    expect(
      await run<string>(
        `return db.collection('goods').where({ at: _.geoNear({ geometry: db.Geo.Point(1, 1), maxDistance: 1 }) }).get().catch(e => e.errMsg)`,
      ),
    ).toMatch(/D-CL-02/)
  })

  test('sixty buyers at once take twenty pieces, never one more', async () => {
    const taken = await run<number[]>(`
      const buy = () => db.collection('goods').where({ _id: 'lamp', stock: _.gte(1) }).update({ data: { stock: _.inc(-1) } })
      return (await Promise.all(Array.from({ length: 60 }, buy))).map((answer) => answer.stats.updated)`)
    expect(taken.filter((n) => n === 1)).toHaveLength(20)
    expect(taken.filter((n) => n === 0)).toHaveLength(40)
    expect(await cloud.database.find('goods', { _id: 'lamp' })).toStrictEqual([
      { _id: 'lamp', stock: 0, price: 9900 },
    ])
  })

  test('a hold is taken once for an order, however often it is asked for', async () => {
    const answers = await run<number[]>(`
      const hold = (order, n) => db.collection('goods')
        .where({ _id: 'vase', stock: _.gte(n), ['holds.' + order]: _.exists(false) })
        .update({ data: { stock: _.inc(-n), ['holds.' + order]: { n, at: db.serverDate() } } })
        .then((answer) => answer.stats.updated)
      return [...await Promise.all([hold('o1', 2), hold('o1', 2), hold('o1', 2)]), await hold('o2', 2), await hold('o3', 1)]`)
    expect(answers).toStrictEqual([1, 0, 0, 0, 1])
    const [vase] = await cloud.database.find('goods', { _id: 'vase' })
    expect(vase?.stock).toBe(0)
    expect(Object.keys(vase?.holds as object)).toStrictEqual(['o1', 'o3'])
  })
})
