export interface AutomatorEvent {
  readonly method: string
  readonly params: unknown
}

/**
 * Events on their way to the host. The line to the host has no notices, only requests, so the host asks
 * (`Sandbox.nextEvents`) and the answer waits for the next event or for `holdMs`.
 */
export class EventQueue {
  readonly #waiting: AutomatorEvent[] = []
  #wake: (() => void) | null = null

  push(event: AutomatorEvent): void {
    this.#waiting.push(event)
    this.#wake?.()
  }

  async next(holdMs = 10_000): Promise<{ events: AutomatorEvent[] }> {
    // A newer question takes over: the older one answers empty.
    this.#wake?.()
    if (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, holdMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = null
    }
    return { events: this.#waiting.splice(0) }
  }
}
