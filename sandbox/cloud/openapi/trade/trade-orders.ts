import { join } from 'node:path'
import type { Clock } from '../../../part.ts'
import { PersistentMap } from '../../../persistent-map.ts'

/** A payment as WeChat knows it before anything was shipped. */
export interface PaidOrder {
  readonly outTradeNo: string
  readonly transactionId: string
  readonly openid: string
  readonly description: string
  /** ms */
  readonly paidAt: number
  readonly isRefunded: boolean
}

export interface OrderKey {
  readonly transactionId?: string
  readonly outTradeNo?: string
}

/** order_state of WeChat: 1 to ship, 2 shipped, 3 received, 5 refunded; 4 and 6 need the settlement (D-CL-23). */
export const ORDER_STATE = { toShip: 1, shipped: 2, received: 3, refunded: 5 } as const

export interface Parcel {
  readonly tracking_no?: string
  readonly express_company?: string
  readonly item_desc: string
  readonly contact?: object
}

export interface Shipment {
  readonly transactionId: string
  readonly logisticsType: number
  readonly deliveryMode: number
  readonly parcels: readonly (Parcel & { readonly uploadTime: number })[]
  readonly isFinished: boolean
  /** How often it was finished: 2 = the one re-shipment is used up. */
  readonly finishedCount: number
  readonly uploadTime: number
  readonly isReceived: boolean
}

export interface TradeOrdersDeps {
  readonly dataDir: string
  readonly clock: Clock
  readonly mchid: string | null
  readonly paidOrder: (key: OrderKey) => PaidOrder | undefined
}

/** 小程序发货信息管理服务: what was shipped of which payment. A payment is known here at once (D-CL-23). */
export class TradeOrders {
  readonly mchid: string | null
  readonly clock: Clock
  readonly find: TradeOrdersDeps['paidOrder']
  readonly #shipments: PersistentMap<Shipment>

  constructor({ dataDir, clock, mchid, paidOrder }: TradeOrdersDeps) {
    this.mchid = mchid
    this.clock = clock
    this.find = paidOrder
    this.#shipments = new PersistentMap(join(dataDir, 'shipments.jsonl'))
  }

  shipmentOf({ transactionId }: PaidOrder): Shipment | undefined {
    return this.#shipments.get(transactionId)
  }

  keep(shipment: Shipment): void {
    this.#shipments.set(shipment.transactionId, shipment)
  }

  stateOf(order: PaidOrder): number {
    const shipment = this.shipmentOf(order)
    if (order.isRefunded) return ORDER_STATE.refunded
    if (shipment?.isReceived) return ORDER_STATE.received
    return shipment?.isFinished ? ORDER_STATE.shipped : ORDER_STATE.toShip
  }

  /** Whether the person has something to confirm: the payment is theirs and all of it was shipped. */
  canConfirm(openid: string, key: OrderKey): boolean {
    const order = this.find(key)
    return order?.openid === openid && this.stateOf(order) === ORDER_STATE.shipped
  }

  /** The person confirms on the phone; false = there is nothing to confirm. */
  confirm(openid: string, key: OrderKey): boolean {
    const order = this.find(key)
    const shipment = order && this.shipmentOf(order)
    if (!shipment || !this.canConfirm(openid, key)) return false
    this.keep({ ...shipment, isReceived: true })
    return true
  }

  clear(): void {
    this.#shipments.clear()
  }
}
