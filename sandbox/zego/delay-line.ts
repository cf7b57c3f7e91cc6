/** Runs things later and in the order in which they came, whatever the delay of each. */
export class DelayLine {
  readonly #waiting: { readonly due: number; readonly run: () => void }[] = []
  #timer: NodeJS.Timeout | undefined

  /** At once where nothing waits and `ms` is 0. */
  pass(ms: number, run: () => void): void {
    if (ms === 0 && this.#waiting.length === 0) {
      run()
      return
    }
    const last = this.#waiting.at(-1)?.due ?? 0
    this.#waiting.push({ due: Math.max(last, performance.now() + ms), run })
    this.#schedule()
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting.length = 0
  }

  #schedule(): void {
    const [next] = this.#waiting
    if (!next || this.#timer) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#waiting.shift()?.run()
        this.#schedule()
      },
      Math.max(0, next.due - performance.now()),
    )
    this.#timer.unref()
  }
}
