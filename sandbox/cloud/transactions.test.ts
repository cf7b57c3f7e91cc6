import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

/** Transactions through the unmodified wx-server-sdk in a real worker. */
describe('a transaction', () => {
  let cloud: TestCloud
  const run = <T = unknown>(code: string): Promise<T> => cloud.call<T>('oAnna', 'run', { code })

  beforeAll(async () => {
    cloud = await useCloud({
      functions: { run: RUN_ANYTHING },
      deployment: { run: { timeout: 20 } },
      indexes: [{ collection: 'orders', keys: ['no'], unique: true }],
      seed: [
        { collection: 'goods', doc: { _id: 'a', stock: 10 } },
        { collection: 'goods', doc: { _id: 'b', stock: 10 } },
        { collection: 'goods', doc: { _id: 'hot', stock: 8 } },
      ],
    })
  })
  afterAll(() => cloud.dispose())

  test('takes effect whole, and seen from outside only when committed', async () => {
    expect(
      await run(`
        const outside = async () => [(await db.collection('goods').doc('a').get()).data.stock, (await db.collection('orders').count()).total]
        let during
        const result = await db.runTransaction(async t => {
          await t.collection('goods').doc('a').update({ data: { stock: _.inc(-1) } })
          await t.collection('orders').add({ data: { no: 1 } })
          during = await outside()
          return (await t.collection('goods').doc('a').get()).data.stock
        })
        return [during, result, await outside()]`),
    ).toStrictEqual([[10, 0], 9, [9, 1]])
  })

  test('leaves nothing behind when rolled back, and hands its reason over', async () => {
    expect(
      await run(`
        const reason = await db.runTransaction(async t => {
          await t.collection('goods').doc('b').update({ data: { stock: 0 } })
          await t.collection('orders').add({ data: { _id: 'gone', no: 9 } })
          await t.rollback({ soldOut: true })
        }).catch(e => e)
        return [reason, (await db.collection('goods').doc('b').get()).data.stock, (await db.collection('orders').where({ no: 9 }).count()).total]`),
    ).toStrictEqual([{ soldOut: true }, 10, 0])
  })

  test('reads its snapshot again and again, and may not write what changed since', async () => {
    expect(
      await run(`
        const t = await db.startTransaction()
        const first = (await t.collection('goods').doc('a').get()).data.stock
        await db.collection('goods').doc('a').update({ data: { stock: 5 } })
        const again = (await t.collection('goods').doc('a').get()).data.stock
        const found = (await t.collection('goods').where({ stock: 5 }).get()).data.length
        const write = await t.collection('goods').doc('a').update({ data: { stock: 1 } }).catch(e => e.errCode + ' ' + /TransactionConflict/.test(e.errMsg))
        const later = await t.collection('goods').doc('a').get().catch(e => /TransactionNotExist/.test(e.errMsg))
        return [first === again, found, write, later, (await db.collection('goods').doc('a').get()).data.stock]`),
    ).toStrictEqual([true, 0, '-501001 true', true, 5])
  })

  test('holds what it wrote: another one conflicts at once, a plain write waits for the end', async () => {
    expect(
      await run(`
        const one = await db.startTransaction(); const two = await db.startTransaction()
        await one.collection('goods').doc('b').update({ data: { stock: _.inc(-1) } })
        const conflict = await two.collection('goods').doc('b').update({ data: { stock: _.inc(-1) } }).then(() => 'written', e => e.errCode)
        let waited = true
        const plain = db.collection('goods').doc('b').update({ data: { stock: _.inc(-1) } }).then(() => { waited = committed })
        let committed = false
        await db.collection('goods').doc('a').get()
        committed = true
        await one.commit()
        await plain
        return [conflict, waited, (await db.collection('goods').doc('b').get()).data.stock]`),
    ).toStrictEqual([-501001, true, 8])
  })

  test('meets a taken unique value at the write', async () => {
    expect(
      await run<string>(`
        const t = await db.startTransaction()
        await t.collection('orders').add({ data: { no: 77 } })
        return t.collection('orders').add({ data: { no: 77 } }).then(() => 'written', e => e.errMsg)`),
    ).toMatch(/E11000/)
    expect(await cloud.database.count('orders', { no: 77 })).toBe(0)
  })

  test('where().update() inside it applies at once, as in the SDK, and the terminal says so', async () => {
    expect(
      await run(`
        const t = await db.startTransaction()
        await t.collection('goods').where({ _id: 'a' }).update({ data: { leaked: true } })
        await t.rollback()
        return (await db.collection('goods').doc('a').get()).data.leaked`),
    ).toBe(true)
    expect(cloud.lines.some((line) => line.includes('outside the transaction'))).toBe(true)
  })

  test('forty buyers who retry their conflicts take eight pieces, never one more', async () => {
    const results = await run<string[]>(`
      const keep = (p) => p.catch(e => { if (/TransactionConflict/.test(e.errMsg)) e.code = 'DATABASE_TRANSACTION_CONFLICT'; throw e })
      const buy = async (n) => {
        let tries = 0
        return db.runTransaction(async t => {
          if (tries++) await new Promise(done => setTimeout(done, Math.random() * 10 * tries))
          const { data } = await keep(t.collection('goods').doc('hot').get())
          if (data.stock < 1) await t.rollback('sold out')
          await keep(t.collection('goods').doc('hot').update({ data: { stock: _.inc(-1) } }))
          await keep(t.collection('orders').add({ data: { no: 'hot' + n, hot: true } }))
          return 'bought'
        }, 100).catch(e => typeof e === 'string' ? e : e.errMsg)
      }
      return Promise.all(Array.from({ length: 40 }, (_x, n) => buy(n)))`)
    expect([
      results.filter((r) => r === 'bought').length,
      results.filter((r) => r === 'sold out').length,
    ]).toStrictEqual([8, 32])
    expect(await cloud.database.count('orders', { hot: true })).toBe(8)
    expect(await cloud.database.find('goods', { _id: 'hot' })).toStrictEqual([{ _id: 'hot', stock: 0 }])
  })
})
