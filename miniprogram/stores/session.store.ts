import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from './clock'

/** What all pages share: the server's time as this phone has to reckon it. */
export class SessionStore {
  private readonly clock: Clock
  private serverAheadMs = 0

  constructor(deps: { clock: Clock }) {
    this.clock = deps.clock
    makeAutoObservable<this, 'clock'>(this, { clock: false }, { autoBind: true })
  }

  /** Every answer that carries `serverTime` (ms) corrects us; half the way there and back is below a second. */
  heardServerTime(serverTime: number): void {
    this.serverAheadMs = serverTime - this.clock.now()
  }

  /** ms, server time. */
  now(): number {
    return this.clock.now() + this.serverAheadMs
  }
}
