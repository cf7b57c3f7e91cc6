type Task = () => void

const TIMERS = ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] as const

/** Source: WeChat docs, 运行机制: code goes on for 5 s in the background, then it is suspended. */
export const SUSPEND_AFTER_MS = 5_000

/**
 * Whether the app's code runs. Everything that wakes it (timers, answers, events) comes through here: while the app is
 * suspended it waits, in order, until the app is back in front.
 */
export class AppSuspension {
  /** setTimeout and its sisters as app code gets them. */
  readonly timers: Readonly<Record<(typeof TIMERS)[number], unknown>>
  private waiting: Task[] = []
  private suspended = false
  private background = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly suspendListeners = new Set<Task>()
  /** Numbers of app timers that are still to run. */
  private readonly alive = new Set<number>()

  constructor() {
    const clear = (number: unknown): void => {
      if (!this.alive.delete(number as number)) return
      clearTimeout(number as number)
    }
    this.timers = {
      setTimeout: (callback: unknown, delayMs?: number, ...args: unknown[]) => {
        const number = this.own(
          setTimeout(
            () =>
              this.run(() => {
                try {
                  this.call(number, callback, args)
                } finally {
                  this.alive.delete(number)
                }
              }),
            delayMs,
          ),
        )
        return number
      },
      setInterval: (callback: unknown, delayMs?: number, ...args: unknown[]) => {
        let due = false
        const number = this.own(
          setInterval(() => {
            // A suspended clock does not count: one beat at most waits.
            if (due) return
            due = true
            this.run(() => {
              due = false
              this.call(number, callback, args)
            })
          }, delayMs),
        )
        return number
      },
      clearTimeout: clear,
      clearInterval: clear,
    }
  }

  isSuspended(): boolean {
    return this.suspended
  }

  isInBackground(): boolean {
    return this.background
  }

  /** Now, or when the app is no longer suspended. */
  run(task: Task): void {
    if (this.suspended || this.waiting.length > 0) this.waiting.push(task)
    else task()
  }

  /** The app left the front. */
  enterBackground(): void {
    this.background = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.suspended = true
      for (const listener of [...this.suspendListeners]) listener()
    }, SUSPEND_AFTER_MS)
  }

  /** The app is in front again: what waited runs, each in a task of its own. */
  resume(): void {
    this.background = false
    clearTimeout(this.timer)
    if (!this.suspended) return
    this.suspended = false
    this.drain()
  }

  /** Called at every suspension; the answer ends it. */
  onSuspend(listener: Task): () => void {
    this.suspendListeners.add(listener)
    return () => void this.suspendListeners.delete(listener)
  }

  private drain(): void {
    if (this.waiting.length === 0) return
    setTimeout(() => {
      if (this.suspended) return
      const task = this.waiting.shift()
      // The next one comes even if this one throws.
      this.drain()
      task?.()
    }, 0)
  }

  private own(timer: unknown): number {
    this.alive.add(timer as number)
    return timer as number
  }

  private call(number: number, callback: unknown, args: readonly unknown[]): void {
    if (this.alive.has(number) && typeof callback === 'function') callback(...args)
  }
}
