import type { Clock } from '../../../miniprogram/core/clock.ts'

interface Task {
  readonly at: number
  readonly run: () => unknown
  isOff: boolean
}

/**
 * Time that stands still while anything is under way and jumps to the next thing that is due: an hour takes as long as
 * its work. `settle` waits for the work.
 */
export class VirtualTime implements Clock {
  #now: number
  /** Sorted from the last to the first. */
  readonly #tasks: Task[] = []

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, task: () => unknown): () => void {
    return this.at(this.#now + ms, task)
  }

  at(moment: number, run: () => unknown): () => void {
    const at = Math.round(moment)
    const task: Task = { at, run, isOff: false }
    let low = 0
    let high = this.#tasks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#tasks[middle] as Task).at > at) low = middle + 1
      else high = middle
    }
    this.#tasks.splice(low, 0, task)
    return () => {
      task.isOff = true
    }
  }

  async runUntil(end: number, settle: () => Promise<void>): Promise<void> {
    await settle()
    for (;;) {
      const next = this.#tasks.at(-1)
      if (!next || next.at > end) break
      this.#tasks.pop()
      if (next.isOff) continue
      this.#now = Math.max(this.#now, next.at)
      await next.run()
      await settle()
    }
    this.#now = end
  }
}
