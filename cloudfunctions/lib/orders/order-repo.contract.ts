import assert from 'node:assert/strict'
import { fen } from '../../../miniprogram/domain/money'
import { anOrder } from '../testing/an-order'
import type { OrderDocument } from './order-document'
import type { OrderQuery, OrderRepo } from './order-repo'

/** What every OrderRepo keeps. `make` gives one whose collection is empty. */
export function orderRepoContract(name: string, make: () => Promise<OrderRepo>): void {
  const ids = (list: readonly OrderDocument[]) => list.map(({ _id }) => _id)

  test(`${name}: an order comes back as it was written; of two adds of one number one wins`, async () => {
    const orders = await make()
    const order = anOrder()
    expect((await Promise.all([orders.add(order), orders.add(order)])).sort()).toStrictEqual([false, true])
    expect(await orders.find(order._id)).toStrictEqual(order)
    expect(await orders.find('KB0')).toBeNull()
    expect(ids(await orders.findAll([order._id, 'KB0']))).toStrictEqual([order._id])
    expect(await orders.findAll([])).toStrictEqual([])
  })

  test(`${name}: of many changes to what was seen one is written, objects whole, and counts one on`, async () => {
    const orders = await make()
    const order = anOrder()
    await orders.add(order)
    const shipping = {
      carrier: 'SF' as const,
      trackingNumber: 'SF1',
      uploadedAt: null,
      failures: 0,
      isCorrected: false,
    }
    const written = await Promise.all(
      [1, 2, 3, 4].map((at) => orders.update(order, { shippedAt: at, shipping })),
    )
    expect(written.filter(Boolean)).toHaveLength(1)
    const shipped = await orders.find(order._id)
    assert.ok(shipped)
    expect([shipped.rev, shipped.shipping]).toStrictEqual([2, shipping])
    expect(await orders.update(shipped, { shipping: null, nextCheckAt: 7 })).toBe(true)
    expect((await orders.find(order._id))?.shipping).toBeNull()
  })

  test(`${name}: lists are newest first, by page, and filtered`, async () => {
    const orders = await make()
    const a = anOrder({ placedAt: 10, search: 'KB1 沈木子 13800006620 对杯', roomID: 'r1' })
    const b = anOrder({
      placedAt: 20,
      openid: 'oOther',
      status: 'paid',
      refundAsked: true,
      search: 'KB2 (茶)',
    })
    const c = anOrder({ placedAt: 20, status: 'shipped' })
    const d = anOrder({ placedAt: 30, status: 'paid', roomID: 'r1' })
    for (const one of [c, a, d, b]) await orders.add(one)
    const table: [OrderQuery, OrderDocument[]][] = [
      [{}, [d, c, b, a]],
      [{ openid: 'oBuyer' }, [d, c, a]],
      [{ statuses: ['paid', 'reserved'] }, [d, b, a]],
      [{ refundAsked: true }, [b]],
      [{ roomID: 'r1' }, [d, a]],
      [{ from: 20 }, [d, c, b]],
      [{ to: 20 }, [c, b, a]],
      [{ from: 20, to: 20 }, [c, b]],
      [{ text: '6620' }, [a]],
      [{ text: 'kb2 (' }, [b]],
      [{ text: '.' }, []],
      [{ before: c.sortKey }, [b, a]],
    ]
    for (const [query, expected] of table) {
      assert.deepEqual(ids(await orders.list(query, 20)), ids(expected), JSON.stringify(query))
    }
    expect(ids(await orders.list({}, 2))).toStrictEqual(ids([d, c]))
  })

  test(`${name}: the timer gets what is due, the longest first; the owner what was not shipped, the oldest first`, async () => {
    const orders = await make()
    const [late, later, future, never] = [5, 7, 9, null].map((nextCheckAt) => anOrder({ nextCheckAt }))
    const paid = [3, 1, 2].map((paidAt) => anOrder({ status: 'paid', paidAt }))
    for (const one of [later, never, future, late, ...paid]) if (one) await orders.add(one)
    await orders.add(anOrder({ status: 'shipped', paidAt: 1 }))
    expect(ids(await orders.listDue(7, 20))).toStrictEqual([late?._id, later?._id])
    expect(ids(await orders.listDue(7, 1))).toStrictEqual([late?._id])
    expect(ids(await orders.listUnshipped(2, 20))).toStrictEqual([paid[1]?._id, paid[2]?._id])
  })

  test(`${name}: the sales summary of a room counts what was paid there and stays, by goods`, async () => {
    const orders = await make()
    const of = (goodsID: string, given: Partial<OrderDocument>) =>
      orders.add(anOrder({ goodsID, roomID: 'r1', ...given }))
    await of('g1', { paidAt: 1, totalFen: fen(200), pieces: 2, status: 'paid' })
    await of('g1', { paidAt: 2, totalFen: fen(100), pieces: 1, status: 'shipped' })
    await of('g2', { paidAt: 3, totalFen: fen(50), pieces: 1, status: 'received' })
    for (const status of ['returning', 'refunded'] as const)
      await of('g2', { paidAt: 3, totalFen: fen(7), pieces: 1, status })
    await of('g2', {})
    await of('g2', { status: 'closed' })
    await of('g2', { paidAt: 3, roomID: 'r2', status: 'paid' })
    expect(await orders.salesSummary('r1')).toStrictEqual({
      paidOrders: 3,
      paidFen: 350,
      pieces: { g1: 3, g2: 1 },
    })
    expect(await orders.salesSummary('r3')).toStrictEqual({ paidOrders: 0, paidFen: 0, pieces: {} })
  })
}
