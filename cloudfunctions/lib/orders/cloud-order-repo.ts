import * as z from 'zod'
import { count, fenSchema } from '../contracts/documents'
import { addOnce, type Database } from '../database'
import { escapeRegExp } from '../escape-reg-exp'
import { orderDocumentSchema } from './order-document'
import type { OrderQuery, OrderRepo } from './order-repo'
import { EARNED, sumSales } from './sales-summary'

const tallyRow = z.object({ _id: z.string(), orders: count, fen: fenSchema, pieces: count })

/** `orders` in the cloud database. Stands on the indexes of database/indexes.json. */
export function cloudOrderRepo(db: Database): OrderRepo {
  const _ = db.command
  const $ = db.command.aggregate
  const orders = () => db.collection('orders')
  const read = (documents: readonly unknown[]) => documents.map((one) => orderDocumentSchema.parse(one))

  function condition({ openid, statuses, refundAsked, roomID, from, to, text, before }: OrderQuery) {
    const placed = [...(from === undefined ? [] : [_.gte(from)]), ...(to === undefined ? [] : [_.lte(to)])]
    return {
      ...(openid !== undefined && { openid }),
      ...(statuses !== undefined && { status: _.in(statuses) }),
      ...(refundAsked !== undefined && { refundAsked }),
      ...(roomID !== undefined && { roomID }),
      ...(placed.length > 0 && { placedAt: placed.length === 1 ? placed[0] : _.and(placed) }),
      ...(text !== undefined && { search: db.RegExp({ regexp: escapeRegExp(text), options: 'i' }) }),
      ...(before !== undefined && { sortKey: _.lt(before) }),
    }
  }

  return {
    async find(orderID) {
      const { data } = await orders().where({ _id: orderID }).limit(1).get()
      return read(data)[0] ?? null
    },

    async findAll(orderIDs) {
      if (orderIDs.length === 0) return []
      const { data } = await orders()
        .where({ _id: _.in(orderIDs) })
        .limit(100)
        .get()
      return read(data)
    },

    add: (order) => addOnce(orders(), { ...order }),

    async update({ _id, rev }, change) {
      const data = Object.fromEntries(
        Object.entries(change).map(([field, value]) => [field, isObject(value) ? _.set(value) : value]),
      )
      const { stats } = await orders()
        .where({ _id, rev })
        .update({ data: { ...data, rev: rev + 1 } })
      return stats.updated === 1
    },

    async list(query, limit) {
      const { data } = await orders().where(condition(query)).orderBy('sortKey', 'desc').limit(limit).get()
      return read(data)
    },

    async listDue(now, limit) {
      const { data } = await orders()
        .where({ nextCheckAt: _.lte(now) })
        .orderBy('nextCheckAt', 'asc')
        .limit(limit)
        .get()
      return read(data)
    },

    async listUnshipped(paidBefore, limit) {
      const { data } = await orders()
        .where({ status: 'paid', paidAt: _.lte(paidBefore) })
        .orderBy('paidAt', 'asc')
        .limit(limit)
        .get()
      return read(data)
    },

    async salesSummary(roomID) {
      const { list } = await orders()
        .aggregate()
        .match({ roomID, paidAt: _.gt(0), status: _.in(EARNED) })
        .group({ _id: '$goodsID', orders: $.sum(1), fen: $.sum('$totalFen'), pieces: $.sum('$pieces') })
        .limit(1_000)
        .end()
      return sumSales(list.map((row) => tallyRow.parse(row)))
    },
  }
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null
