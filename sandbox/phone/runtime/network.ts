import type { NetworkCondition, NetworkType } from '../conditions.ts'
import { NetworkLane } from './network-lane.ts'
import { NetworkSocket } from './network-socket.ts'

export type Direction = 'up' | 'down'

/** Why the phone's connections broke. */
export type NetworkBreak = 'off' | 'switch'

/**
 * The phone's way to everything outside: sockets, requests, cloud, live streams and sub-packages pass through here, so
 * that they slow down, break and fail together.
 * D-WX-50: a break ends connections at both ends at once; a fault is the only weak network.
 */
export class PhoneNetwork {
  private readonly lanes: Readonly<Record<Direction, NetworkLane>> = {
    up: new NetworkLane(),
    down: new NetworkLane(),
  }
  private readonly breakListeners = new Set<(why: NetworkBreak) => void>()
  private condition: NetworkCondition

  constructor(condition: NetworkCondition) {
    this.condition = condition
  }

  type(): NetworkType {
    return this.condition.type
  }

  isConnected(): boolean {
    return this.condition.type !== 'none'
  }

  /** Slow enough for WeChat to call it weak: rtt above 400 ms (wx.onNetworkWeakChange). */
  isWeak(): boolean {
    return this.isConnected() && this.condition.delayMs * 2 > 400
  }

  change(condition: NetworkCondition): void {
    const breaks = condition.type !== this.condition.type
    this.condition = condition
    if (!breaks) return
    for (const lane of Object.values(this.lanes)) lane.reset()
    const why = this.isConnected() ? 'switch' : 'off'
    for (const listener of [...this.breakListeners]) listener(why)
  }

  /** Called when every connection breaks; the answer ends it. */
  onBreak(listener: (why: NetworkBreak) => void): () => void {
    this.breakListeners.add(listener)
    return () => void this.breakListeners.delete(listener)
  }

  /** Runs `then` when `bytes` have made their way; at once on a good network, never when it breaks meanwhile. */
  carry(direction: Direction, bytes: number, then: () => void): void {
    const nowMs = performance.now()
    const waitMs = this.lanes[direction].arrival(nowMs, bytes, this.condition) - nowMs
    if (waitMs <= 0) {
      then()
      return
    }
    const timer = setTimeout(() => {
      stop()
      then()
    }, waitMs)
    const stop = this.onBreak(() => {
      stop()
      clearTimeout(timer)
    })
  }

  /** As `carry`; rejects NetworkLost when there is no network or it breaks meanwhile. */
  travel(direction: Direction, bytes: number): Promise<void> {
    return this.guard(new Promise((resolve) => this.carry(direction, bytes, resolve)))
  }

  /** What `work` answers, or NetworkLost as soon as the network breaks. */
  guard<T>(work: Promise<T>): Promise<T> {
    if (!this.isConnected()) return Promise.reject(new NetworkLost('off'))
    return new Promise((resolve, reject) => {
      const stop = this.onBreak((why) => {
        stop()
        reject(new NetworkLost(why))
      })
      work.finally(stop).then(resolve, reject)
    })
  }

  /** A WebSocket that knows the phone's network. */
  readonly openSocket = (url: string, protocols: readonly string[] = []): NetworkSocket =>
    new NetworkSocket(this, url, protocols)
}

export class NetworkLost extends Error {
  constructor(why: NetworkBreak) {
    super(why === 'off' ? 'network is down' : 'network changed')
    this.name = 'NetworkLost'
  }
}
