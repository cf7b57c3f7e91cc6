/** As wx.getNetworkType answers it. */
export type NetworkType = 'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none'

/** What faults have done to a phone: the whole of it at once, kept by the host and handed over at every page load. */
export interface Conditions {
  readonly network: NetworkCondition
  /** A phone call holds camera, microphone and loudspeaker. */
  readonly call: boolean
  readonly cameraLost: boolean
  readonly micLost: boolean
  /** live-pusher sends nothing, though its connection stays. */
  readonly publisherFrozen: boolean
}

export interface NetworkCondition {
  readonly type: NetworkType
  /** ms that everything takes longer, each way. */
  readonly delayMs: number
  /** kbit/s each way; null = as fast as the machine. */
  readonly kbps: number | null
}

export const NORMAL_CONDITIONS: Conditions = {
  network: { type: 'wifi', delayMs: 0, kbps: null },
  call: false,
  cameraLost: false,
  micLost: false,
  publisherFrozen: false,
}

export type ConditionChange = Partial<Omit<Conditions, 'network'>> & {
  readonly network?: Partial<NetworkCondition>
}

/** All changes to one phone together; the later one wins where two speak of the same thing. */
export function conditionsOf(changes: Iterable<ConditionChange>): Conditions {
  let all = NORMAL_CONDITIONS
  for (const { network, ...others } of changes) {
    all = { ...all, ...others, network: { ...all.network, ...network } }
  }
  return all
}
