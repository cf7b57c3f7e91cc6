import { bindStore } from '../core/bind-store'
import { limitText } from './choice-text'
import type { Purchase } from './create-purchase'
import {
  addressLine,
  type BuyButton,
  buyButton,
  type PurchaseAction,
  type PurchaseResult,
  purchaseResult,
  stockText,
} from './purchase-text'
import type { Axis } from './sku.store'

/** What a page with a sku-sheet shows of a purchase. */
export const purchaseData = {
  goods: { title: '', picture: '', number: 0, isOn: false, amount: 0, instead: 0, stock: '', limit: '' },
  axes: [] as Axis[],
  pieces: 1,
  most: 1,
  address: '',
  addressError: '',
  buy: { label: '', state: 'off' } as BuyButton,
  result: null as PurchaseResult | null,
  /** Name of the privacy guideline that has to be agreed to first; '' = none. */
  consent: '',
}

/** A page where things are bought: its purchase, and the ways on that only the page knows. */
export interface PurchasePage {
  purchase: Purchase | null
  readonly data: { readonly buy: BuyButton }
  /** 抢 was tapped: buy here, or go on to the checkout. */
  buyNow(): void
  closePurchase(): void
  /** The purchase has had its answer, another page goes on from it. */
  leaveFor(url: string): void
  /** Other goods. */
  toShelf(): void
}

/**
 * The small fields of a purchase on the page, until the answer is called. `verb` is what the button says before the
 * amount, `asksAddress` whether it needs one to go on; `isOn` = the goods is being explained right now.
 */
export function bindPurchase(
  page: WechatMiniprogram.Page.TrivialInstance,
  purchase: Purchase,
  { isOn, ...button }: { verb: string; asksAddress: boolean; isOn(): boolean },
): () => void {
  const { sku, checkout, pay } = purchase
  return bindStore(page, sku, {
    goods: () => ({
      title: sku.hint?.title || (sku.goods?.title ?? ''),
      picture: sku.goods?.picture || sku.hint?.picture || '',
      number: sku.offer?.number ?? sku.hint?.number ?? 0,
      isOn: isOn(),
      amount: sku.priceFen,
      instead: sku.insteadOfFen,
      stock: stockText(sku),
      limit: limitText(sku.goods?.limit ?? null),
    }),
    axes: () => sku.axes,
    pieces: () => sku.pieces,
    most: () => sku.most,
    address: () => addressLine(checkout),
    addressError: () => checkout.addressError,
    buy: () => buyButton(sku, checkout, button),
    result: () => purchaseResult(checkout, pay),
    consent: () => checkout.consent,
  })
}

/** What a page with a sku-sheet does with its events. */
export const purchaseHandlers = {
  onValue(this: PurchasePage, event: WechatMiniprogram.CustomEvent<{ axis: number; text: string }>) {
    this.purchase?.sku.choose(event.detail.axis, event.detail.text)
  },

  onPieces(this: PurchasePage, event: WechatMiniprogram.CustomEvent<{ pieces: number }>) {
    this.purchase?.sku.setPieces(event.detail.pieces)
  },

  onAddress(this: PurchasePage) {
    void this.purchase?.checkout.chooseAddress()
  },

  onRefreshSku(this: PurchasePage) {
    void this.purchase?.sku.refresh()
  },

  onBuy(this: PurchasePage) {
    this.buyNow()
  },

  onConsent(this: PurchasePage) {
    void this.purchase?.checkout.agreed()
  },

  onNoConsent(this: PurchasePage) {
    this.purchase?.checkout.declined()
  },

  onClosePurchase(this: PurchasePage) {
    // An order on its way has its answer here; one that WeChat is asked about is asked about elsewhere, too.
    if (this.data.buy.state !== 'busy') this.closePurchase()
  },

  onResult(this: PurchasePage, event: WechatMiniprogram.CustomEvent<{ act: PurchaseAction }>) {
    if (this.purchase) RESULT_HANDLERS[event.detail.act]?.(this, this.purchase)
  },
}

const RESULT_HANDLERS: Record<PurchaseAction, (page: PurchasePage, purchase: Purchase) => void> = {
  accept: (_, { checkout }) => void checkout.buy(),
  again: (_, { checkout }) => void checkout.buy(),
  pay: (_, { checkout }) => void checkout.payAgain(),
  choose: (_, { checkout }) => checkout.dismiss(),
  dismiss: (page) => page.closePurchase(),
  done: (page) => page.closePurchase(),
  shelf(page) {
    page.closePurchase()
    page.toShelf()
  },
  orders: (page) => page.leaveFor('/shop/orders/orders'),
  order: (page, { pay }) => page.leaveFor(`/shop/order/order?orderID=${pay.order?.orderID ?? ''}`),
  anew(_, { checkout, sku }) {
    checkout.startOver()
    void sku.refresh()
  },
}
