import type { CloudAction, CloudActions, CloudApi } from '../../../miniprogram/core/cloud-api.ts'
import type { CloudShop } from '../../functions/support/cloud-shop.ts'

/** Everybody's way to the cloud: counts by action what is asked, and knows whether an answer is still awaited. */
export class Phones {
  readonly asked = new Map<CloudAction, number>()
  readonly #shop: CloudShop
  #waiting = 0

  constructor(shop: CloudShop) {
    this.#shop = shop
  }

  /** One person's. A call that does not succeed rejects: in this show none has a reason not to. */
  of(openid: string): CloudApi {
    return {
      call: async <A extends CloudAction>(action: A, fields: CloudActions[A]['request']) => {
        this.asked.set(action, this.count(action) + 1)
        this.#waiting += 1
        try {
          return await this.#shop.ask(openid, action, fields)
        } finally {
          this.#waiting -= 1
        }
      },
    }
  }

  count(...actions: CloudAction[]): number {
    return actions.reduce((sum, action) => sum + (this.asked.get(action) ?? 0), 0)
  }

  get isQuiet(): boolean {
    return this.#waiting === 0
  }

  /** Every answer has come, and what it led to has happened. */
  async quiet(): Promise<void> {
    do await new Promise<void>((resolve) => setImmediate(resolve))
    while (!this.isQuiet)
  }
}
