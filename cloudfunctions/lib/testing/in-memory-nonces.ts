import type { Nonces } from '../callbacks/nonces'

export class InMemoryNonces implements Nonces {
  readonly used = new Map<string, number>()

  async use(nonce: string, now: number): Promise<boolean> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (this.used.has(nonce)) return false
    this.used.set(nonce, now)
    return true
  }

  async release(nonce: string): Promise<void> {
    this.used.delete(nonce)
  }

  async forget(at: number): Promise<void> {
    for (const [nonce, usedAt] of this.used) if (usedAt < at) this.used.delete(nonce)
  }
}
