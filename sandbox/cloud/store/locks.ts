import { CloudError } from '../errors.ts'

/** Which open transaction holds which document, and who waits for it. */
export class Locks {
  readonly #holders = new Map<string, string>()
  #waiting: Array<() => void> = []

  /** False when another transaction holds it. */
  take(collection: string, key: string, transactionId: string): boolean {
    const name = `${collection}/${key}`
    const holder = this.#holders.get(name)
    if (holder !== undefined && holder !== transactionId) return false
    this.#holders.set(name, transactionId)
    return true
  }

  isHeld(collection: string, key: string): boolean {
    return this.#holders.has(`${collection}/${key}`)
  }

  release(transactionId: string): void {
    for (const [name, holder] of this.#holders) if (holder === transactionId) this.#holders.delete(name)
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves when some transaction lets go; throws after `timeoutMs`. The caller looks again. */
  released(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== wake)
        reject(new CloudError('DATABASE_REQUEST_FAILED', 'MaxTimeMSExpired: the document is locked'))
      }, timeoutMs)
      timer.unref()
      const wake = (): void => {
        clearTimeout(timer)
        resolve()
      }
      this.#waiting.push(wake)
    })
  }
}
