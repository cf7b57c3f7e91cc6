import type { AppCaller } from './callback.ts'

/** Listeners of one `wx.onX`: `off` without an argument removes all, as in WeChat. */
export class Listeners<T> {
  readonly #listeners: ((event: T) => void)[] = []
  readonly #phone: AppCaller
  readonly #name: string

  constructor(phone: AppCaller, name: string) {
    this.#phone = phone
    this.#name = name
  }

  readonly on = (listener: (event: T) => void): void => {
    if (typeof listener === 'function') this.#listeners.push(listener)
  }

  readonly off = (listener?: (event: T) => void): void => {
    if (listener === undefined) this.#listeners.length = 0
    const index = this.#listeners.indexOf(listener as (event: T) => void)
    if (index >= 0) this.#listeners.splice(index, 1)
  }

  /** Calls each listener when the app is not suspended; one that throws does not keep the others from hearing. */
  fire(event: T): void {
    this.#phone.suspension.run(() => this.#call(event))
  }

  #call(event: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event)
      } catch (error) {
        this.#phone.reportError(error, `${this.#name} listener`)
      }
    }
  }
}
