import type { Conditions } from '../conditions.ts'
import type { PhoneNetwork } from './network.ts'
import type { RuntimeEvents } from './phone-runtime.ts'

/** What faults have done to this phone, as the page knows it, and the events of WeChat that follow from a change. */
export class PhoneConditions {
  private now: Conditions
  private readonly network: PhoneNetwork
  private readonly events: RuntimeEvents

  constructor(start: Conditions, network: PhoneNetwork, events: RuntimeEvents) {
    this.now = start
    this.network = network
    this.events = events
  }

  readonly current = (): Conditions => this.now

  change(next: Conditions): void {
    const before = this.now
    const wasWeak = this.network.isWeak()
    this.now = next
    this.network.change(next.network)
    const networkType = next.network.type
    if (networkType !== before.network.type) {
      this.events.emit('networkStatusChange', { isConnected: networkType !== 'none', networkType })
    }
    const weakNet = this.network.isWeak()
    if (weakNet !== wasWeak) this.events.emit('networkWeakChange', { weakNet, networkType })
    if (next.call !== before.call) {
      this.events.emit(next.call ? 'audioInterruptionBegin' : 'audioInterruptionEnd', undefined)
    }
    this.events.emit('conditions', next)
  }
}
