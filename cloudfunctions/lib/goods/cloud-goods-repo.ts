import { addOnce, type Database } from '../database'
import { escapeRegExp } from '../escape-reg-exp'
import { type GoodsDocument, goodsDocumentSchema } from './goods-document'
import { type GoodsRepo, type Pieces, piecesIn } from './goods-repo'

const PUBLIC_FIELDS = Object.fromEntries(
  Object.keys(goodsDocumentSchema.shape)
    .filter((field) => !['reservations', 'restocks', 'bought', 'pendingCount'].includes(field))
    .map((field) => [field, true]),
)

/** `goods` in the cloud database. Stands on the indexes of database/indexes.json. */
export function cloudGoodsRepo(db: Database): GoodsRepo {
  const _ = db.command
  const goods = () => db.collection('goods')
  const read = (documents: readonly unknown[]) => documents.map((one) => goodsDocumentSchema.parse(one))

  async function write(condition: Record<string, unknown>, data: Record<string, unknown>): Promise<boolean> {
    const { stats } = await goods().where(condition).update({ data })
    return stats.updated === 1
  }

  const incStock = (lines: Pieces['lines'], sign: 1 | -1) =>
    Object.fromEntries(Object.entries(lines).map(([skuID, n]) => [`stock.${skuID}`, _.inc(sign * n)]))

  const incBought = ({ openid, lines, isCounted }: Pieces, sign: 1 | -1) =>
    isCounted ? { [`bought.${openid}`]: _.inc(sign * piecesIn(lines)) } : {}

  return {
    async find(goodsID, own) {
      const { data } = await goods()
        .where({ _id: goodsID })
        .field({
          ...PUBLIC_FIELDS,
          ...(own && { [`bought.${own.openid}`]: true }),
          ...(own?.orderID !== undefined && { [`reservations.${own.orderID}`]: true }),
        })
        .limit(1)
        .get()
      return read(data)[0] ?? null
    },

    async findAll(goodsIDs) {
      if (goodsIDs.length === 0) return []
      const { data } = await goods()
        .where({ _id: _.in(goodsIDs) })
        .field(PUBLIC_FIELDS)
        .limit(100)
        .get()
      return read(data)
    },

    async list({ search, onSale, after }, limit) {
      const { data } = await goods()
        .where({
          ...(search !== '' && { title: db.RegExp({ regexp: escapeRegExp(search), options: 'i' }) }),
          ...(onSale !== undefined && { onSale }),
          ...(after !== undefined && { sortKey: _.lt(after) }),
        })
        .field(PUBLIC_FIELDS)
        .orderBy('sortKey', 'desc')
        .limit(limit)
        .get()
      return read(data)
    },

    async listPending(limit) {
      const { data } = await goods()
        .where({ pendingCount: _.gt(0) })
        .field({ bought: false })
        .limit(limit)
        .get()
      return read(data)
    },

    add: (one) => addOnce(goods(), { ...one }),

    save(seen, change, addStock) {
      const skus = new Set((change.skus ?? seen.skus).map(({ skuID }) => skuID))
      const gone = Object.keys(seen.stock).filter((skuID) => !skus.has(skuID))
      const moved = Object.entries(addStock).filter(([, n]) => n !== 0)
      return write(
        {
          _id: seen._id,
          rev: seen.rev,
          ...Object.fromEntries(
            moved.filter(([, n]) => n < 0).map(([skuID, n]) => [`stock.${skuID}`, _.gte(-n)]),
          ),
        },
        {
          ...Object.fromEntries(Object.entries(change).map(([field, value]) => [field, whole(value)])),
          ...Object.fromEntries(moved.map(([skuID, n]) => [`stock.${skuID}`, _.inc(n)])),
          ...Object.fromEntries(gone.map((skuID) => [`stock.${skuID}`, _.remove()])),
          rev: seen.rev + 1,
        },
      )
    },

    reserve(seen, orderID, pieces, at) {
      const { openid, lines, isCounted } = pieces
      const bought = seen.bought[openid]
      return write(
        {
          _id: seen._id,
          rev: seen.rev,
          onSale: true,
          [`reservations.${orderID}`]: _.exists(false),
          ...Object.fromEntries(Object.entries(lines).map(([skuID, n]) => [`stock.${skuID}`, _.gte(n)])),
          // Only the person's own orders move it: what was seen is still true, or this is not the only one.
          ...(isCounted && { [`bought.${openid}`]: bought === undefined ? _.exists(false) : bought }),
        },
        {
          ...incStock(lines, -1),
          ...incBought(pieces, 1),
          [`reservations.${orderID}`]: _.set({ openid, lines, at, isCounted }),
          pendingCount: _.inc(1),
        },
      )
    },

    commit: (orderID, { goodsID, lines }, takenAt) =>
      write(
        { _id: goodsID, [`reservations.${orderID}.at`]: takenAt },
        { [`reservations.${orderID}`]: _.remove(), sold: _.inc(piecesIn(lines)), pendingCount: _.inc(-1) },
      ),

    release: (orderID, pieces, takenAt) =>
      write(
        { _id: pieces.goodsID, [`reservations.${orderID}.at`]: takenAt },
        {
          ...incStock(pieces.lines, 1),
          ...incBought(pieces, -1),
          [`reservations.${orderID}`]: _.remove(),
          pendingCount: _.inc(-1),
        },
      ),

    restock: (refundID, pieces, at) =>
      write(
        { _id: pieces.goodsID, [`restocks.${refundID}`]: _.exists(false) },
        {
          ...incStock(pieces.lines, 1),
          ...incBought(pieces, -1),
          sold: _.inc(-piecesIn(pieces.lines)),
          [`restocks.${refundID}`]: at,
          pendingCount: _.inc(1),
        },
      ),

    forgetRestock: (_id, refundID) =>
      write(
        { _id, [`restocks.${refundID}`]: _.exists(true) },
        { [`restocks.${refundID}`]: _.remove(), pendingCount: _.inc(-1) },
      ),
  }

  function whole(value: GoodsDocument[keyof GoodsDocument] | undefined): unknown {
    return typeof value === 'object' && value !== null ? _.set(value) : value
  }
}
