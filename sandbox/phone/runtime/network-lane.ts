/** How fast one direction of a phone's network is. */
export interface LanePace {
  /** ms */
  readonly delayMs: number
  /** kbit/s; null = no limit. */
  readonly kbps: number | null
}

/**
 * One direction of the network: bytes follow each other at the pace of the moment they set out, and nothing overtakes.
 * Pure; times in ms of any one clock.
 */
export class NetworkLane {
  private freeAtMs = 0
  private lastArrivalMs = 0

  /** When `bytes` that set out at `nowMs` have arrived. */
  arrival(nowMs: number, bytes: number, { delayMs, kbps }: LanePace): number {
    const sentMs = Math.max(nowMs, this.freeAtMs) + (kbps === null ? 0 : (bytes * 8) / kbps)
    this.freeAtMs = sentMs
    this.lastArrivalMs = Math.max(this.lastArrivalMs, sentMs + delayMs)
    return this.lastArrivalMs
  }

  /** The network became another one: what was under way is lost. */
  reset(): void {
    this.freeAtMs = 0
    this.lastArrivalMs = 0
  }
}
