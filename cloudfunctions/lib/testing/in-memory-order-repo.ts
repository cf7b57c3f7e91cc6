import type { SalesSummary } from '../../../miniprogram/domain/api/order'
import { fen, sumFen } from '../../../miniprogram/domain/money'
import { type OrderDocument, orderDocumentSchema } from '../orders/order-document'
import type { OrderChange, OrderQuery, OrderRepo } from '../orders/order-repo'
import { EARNED, type SalesSummaryRow, sumSales } from '../orders/sales-summary'

/** Keeps the contract of OrderRepo (order-repo.contract.ts) without I/O; every call takes a turn of the event loop. */
export class InMemoryOrderRepo implements OrderRepo {
  readonly documents = new Map<string, OrderDocument>()
  /** Before every call: a test may throw there, or count. */
  onCall: (method: string) => void = () => {}

  async find(orderID: string) {
    await this.#turn('find')
    return this.documents.get(orderID) ?? null
  }

  async findAll(orderIDs: readonly string[]) {
    await this.#turn('findAll')
    return orderIDs.flatMap((id) => this.documents.get(id) ?? [])
  }

  async add(order: OrderDocument) {
    await this.#turn('add')
    if (this.documents.has(order._id)) return false
    this.documents.set(order._id, orderDocumentSchema.parse(order))
    return true
  }

  async update({ _id, rev }: Pick<OrderDocument, '_id' | 'rev'>, change: OrderChange) {
    await this.#turn('update')
    const order = this.documents.get(_id)
    if (order?.rev !== rev) return false
    this.documents.set(_id, orderDocumentSchema.parse({ ...order, ...change, rev: rev + 1 }))
    return true
  }

  async list(query: OrderQuery, limit: number) {
    await this.#turn('list')
    const { openid, statuses, refundAsked, roomID, text, before } = query
    return [...this.documents.values()]
      .filter((one) => openid === undefined || one.openid === openid)
      .filter((one) => statuses === undefined || statuses.includes(one.status))
      .filter((one) => refundAsked === undefined || one.refundAsked === refundAsked)
      .filter((one) => roomID === undefined || one.roomID === roomID)
      .filter((one) => one.placedAt >= (query.from ?? 0) && one.placedAt <= (query.to ?? Infinity))
      .filter((one) => text === undefined || one.search.toLowerCase().includes(text.toLowerCase()))
      .filter((one) => before === undefined || one.sortKey < before)
      .sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1))
      .slice(0, limit)
  }

  async listDue(now: number, limit: number) {
    await this.#turn('listDue')
    return [...this.documents.values()]
      .filter(({ nextCheckAt }) => nextCheckAt !== null && nextCheckAt <= now)
      .sort((a, b) => (a.nextCheckAt ?? 0) - (b.nextCheckAt ?? 0))
      .slice(0, limit)
  }

  async listUnshipped(paidBefore: number, limit: number) {
    await this.#turn('listUnshipped')
    return [...this.documents.values()]
      .filter(({ status, paidAt }) => status === 'paid' && paidAt !== null && paidAt <= paidBefore)
      .sort((a, b) => (a.paidAt ?? 0) - (b.paidAt ?? 0))
      .slice(0, limit)
  }

  async salesSummary(roomID: string): Promise<SalesSummary> {
    await this.#turn('salesSummary')
    const earned: readonly string[] = EARNED
    const paid = [...this.documents.values()].filter(
      (one) => one.roomID === roomID && one.paidAt !== null && earned.includes(one.status),
    )
    const rows = new Map<string, SalesSummaryRow>()
    for (const { goodsID: _id, totalFen, pieces } of paid) {
      const sum = rows.get(_id) ?? { orders: 0, fen: fen(0), pieces: 0 }
      rows.set(_id, {
        _id,
        orders: sum.orders + 1,
        fen: sumFen([sum.fen, totalFen]),
        pieces: sum.pieces + pieces,
      })
    }
    return sumSales([...rows.values()])
  }

  async #turn(method: string) {
    this.onCall(method)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
