import type { SessionStore } from '../core/session.store'
import { type CheckoutDeps, CheckoutStore } from './checkout.store'
import { type PayDeps, PayStore } from './pay.store'
import { SkuStore } from './sku.store'

export type PurchaseDeps = PayDeps & Omit<CheckoutDeps, 'sku' | 'pay'> & { readonly session: SessionStore }

/** One purchase: what is chosen, the order that comes of it, and its payment. */
export interface Purchase {
  readonly sku: SkuStore
  readonly pay: PayStore
  readonly checkout: CheckoutStore
}

export function createPurchase(deps: PurchaseDeps): Purchase {
  const sku = new SkuStore(deps)
  const pay = new PayStore(deps)
  return { sku, pay, checkout: new CheckoutStore({ ...deps, sku, pay }) }
}
