import type { NetworkType } from './link/link.ts'

/** What a phone is, as host and page agree. Free of Node and DOM types. */
export interface Device {
  readonly phoneID: string
  readonly personName: string
  readonly platform: 'ios' | 'android' | 'devtools' | 'windows' | 'mac'
  readonly SDKVersion: string
  readonly model: string
  readonly statusBarHeight: number
  readonly safeAreaBottom: number
  readonly scene: 'camera' | 'demo' | 'marked'
  /** Production URL prefix → local one, for sockets and requests. What is not listed is refused. */
  readonly hosts: readonly HostMapping[]
  /** ws:// base of the FLV server and of the push bridge. */
  readonly flvUrl: string
  readonly pushUrl: string
  /** Mutable part: changed by the desk, read through functions so that nobody keeps a copy. */
  networkType(): NetworkType
}

export interface HostMapping {
  readonly from: string
  readonly to: string
}
