import { type GoodsDocument, goodsDocumentSchema } from '../goods/goods-document'
import { type GoodsRepo, type Pieces, piecesIn } from '../goods/goods-repo'

/** Keeps the contract of GoodsRepo (goods-repo.contract.ts) without I/O; every call takes a turn of the event loop. */
export class InMemoryGoodsRepo implements GoodsRepo {
  readonly documents = new Map<string, GoodsDocument>()
  /** Before every call: a test may throw there, or count. */
  onCall: (method: string) => void = () => {}

  async find(goodsID: string, own?: { openid: string; orderID?: string }) {
    await this.#turn('find')
    const found = this.documents.get(goodsID)
    if (!found) return null
    const pick = <T>(map: Readonly<Record<string, T>>, key?: string): Record<string, T> => {
      const value = key === undefined ? undefined : map[key]
      return key === undefined || value === undefined ? {} : { [key]: value }
    }
    return {
      ...withoutTraces(found),
      bought: pick(found.bought, own?.openid),
      reservations: pick(found.reservations, own?.orderID),
    }
  }

  async findAll(goodsIDs: readonly string[]) {
    await this.#turn('findAll')
    return [...this.documents.values()].filter(({ _id }) => goodsIDs.includes(_id)).map(withoutTraces)
  }

  async list({ search, onSale, after }: Parameters<GoodsRepo['list']>[0], limit: number) {
    await this.#turn('list')
    return [...this.documents.values()]
      .filter((one) => one.title.toLowerCase().includes(search.toLowerCase()))
      .filter((one) => onSale === undefined || one.onSale === onSale)
      .filter((one) => after === undefined || one.sortKey < after)
      .sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1))
      .slice(0, limit)
      .map(withoutTraces)
  }

  async listPending(limit: number) {
    await this.#turn('listPending')
    return [...this.documents.values()]
      .filter(({ pendingCount }) => pendingCount > 0)
      .slice(0, limit)
      .map((one) => ({ ...one, bought: {} }))
  }

  async add(goods: GoodsDocument) {
    await this.#turn('add')
    if (this.documents.has(goods._id)) return false
    this.documents.set(goods._id, goodsDocumentSchema.parse(goods))
    return true
  }

  async save(
    seen: GoodsDocument,
    change: Parameters<GoodsRepo['save']>[1],
    addStock: Readonly<Record<string, number>>,
  ) {
    await this.#turn('save')
    return this.#write(
      seen._id,
      (one) =>
        one.rev === seen.rev &&
        Object.entries(addStock).every(([skuID, n]) => n >= 0 || (one.stock[skuID] ?? 0) >= -n),
      (one) => {
        const stock = { ...one.stock }
        for (const [skuID, n] of Object.entries(addStock)) if (n !== 0) stock[skuID] = (stock[skuID] ?? 0) + n
        const skus = new Set((change.skus ?? seen.skus).map(({ skuID }) => skuID))
        for (const skuID of Object.keys(seen.stock)) if (!skus.has(skuID)) delete stock[skuID]
        return { ...change, stock, rev: one.rev + 1 }
      },
    )
  }

  async reserve(seen: GoodsDocument, orderID: string, pieces: Pieces, at: number) {
    await this.#turn('reserve')
    const { openid, lines, isCounted } = pieces
    return this.#write(
      seen._id,
      (one) =>
        one.rev === seen.rev &&
        one.onSale &&
        !(orderID in one.reservations) &&
        Object.entries(lines).every(([skuID, n]) => (one.stock[skuID] ?? 0) >= n) &&
        (!isCounted || one.bought[openid] === seen.bought[openid]),
      (one) => ({
        ...moved(one, pieces, -1),
        reservations: { ...one.reservations, [orderID]: { openid, lines, at, isCounted } },
        pendingCount: one.pendingCount + 1,
      }),
    )
  }

  async commit(orderID: string, { goodsID, lines }: Pieces, takenAt: number) {
    await this.#turn('commit')
    return this.#write(
      goodsID,
      (one) => one.reservations[orderID]?.at === takenAt,
      (one) => ({
        reservations: without(one.reservations, orderID),
        sold: one.sold + piecesIn(lines),
        pendingCount: one.pendingCount - 1,
      }),
    )
  }

  async release(orderID: string, pieces: Pieces, takenAt: number) {
    await this.#turn('release')
    return this.#write(
      pieces.goodsID,
      (one) => one.reservations[orderID]?.at === takenAt,
      (one) => ({
        ...moved(one, pieces, 1),
        reservations: without(one.reservations, orderID),
        pendingCount: one.pendingCount - 1,
      }),
    )
  }

  async restock(refundID: string, pieces: Pieces, at: number) {
    await this.#turn('restock')
    return this.#write(
      pieces.goodsID,
      (one) => !(refundID in one.restocks),
      (one) => ({
        ...moved(one, pieces, 1),
        sold: one.sold - piecesIn(pieces.lines),
        restocks: { ...one.restocks, [refundID]: at },
        pendingCount: one.pendingCount + 1,
      }),
    )
  }

  async forgetRestock(goodsID: string, refundID: string) {
    await this.#turn('forgetRestock')
    return this.#write(
      goodsID,
      (one) => refundID in one.restocks,
      (one) => ({ restocks: without(one.restocks, refundID), pendingCount: one.pendingCount - 1 }),
    )
  }

  #write(
    goodsID: string,
    isStill: (one: GoodsDocument) => boolean,
    change: (one: GoodsDocument) => Partial<GoodsDocument>,
  ): boolean {
    const one = this.documents.get(goodsID)
    if (!one || !isStill(one)) return false
    this.documents.set(goodsID, goodsDocumentSchema.parse({ ...one, ...change(one) }))
    return true
  }

  async #turn(method: string) {
    this.onCall(method)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

const withoutTraces = (one: GoodsDocument): GoodsDocument => ({
  ...one,
  reservations: {},
  restocks: {},
  bought: {},
  pendingCount: 0,
})

function moved(one: GoodsDocument, { openid, lines, isCounted }: Pieces, sign: 1 | -1) {
  const stock = { ...one.stock }
  for (const [skuID, n] of Object.entries(lines)) stock[skuID] = (stock[skuID] ?? 0) + sign * n
  const bought = (one.bought[openid] ?? 0) - sign * piecesIn(lines)
  return { stock, ...(isCounted && { bought: { ...one.bought, [openid]: bought } }) }
}

function without<T>(map: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = map
  return rest
}
