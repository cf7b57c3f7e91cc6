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
  /** What the project's privacy guideline declares; `uses` absent = everything. */
  readonly privacy: { readonly contractName?: string; readonly uses?: readonly string[] }
  /** Production URL prefix → local one, for sockets and requests. What is not listed is refused. */
  readonly hosts: readonly HostMapping[]
  /** ws:// base of the FLV server and of the push bridge. */
  readonly flvUrl: string
  readonly pushUrl: string
  /** npm packages whose classes the recorder watches; absent = none. */
  readonly recordPackages?: readonly string[]
}

export interface HostMapping {
  readonly from: string
  readonly to: string
}
