import type { CloudHandle } from '../cloud/cloud.ts'
import type { ZegoHandle } from '../zego/zego.ts'

export interface SettingsView {
  /** Machine ms: a phone's call there and back, a new instance's first call, each database request. */
  readonly latency: { readonly callMs: number; readonly coldStartMs: number; readonly databaseMs: number }
  /** Whether the rules of the environment bind phones' calls. */
  readonly functionRules: boolean
  /** Whether ZEGO enforces the right to publish; its support switches it on for an AppID. */
  readonly publishPrivilege: boolean
}

export type SettingsChange = {
  readonly latency?: Partial<SettingsView['latency']>
  readonly functionRules?: boolean
  readonly publishPrivilege?: boolean
}

export interface Settings {
  read(): SettingsView
  /** What is left out stays as it is; answers how things stand now. */
  change(changes: SettingsChange): SettingsView
  /** As at the start. */
  reset(): void
}

export interface SettingsDeps {
  readonly cloud: Pick<CloudHandle, 'setLatency' | 'setFunctionRules'>
  readonly zego: Pick<ZegoHandle, 'setPublishPrivilege'> | null
  /** How ZEGO stood at the start. */
  readonly publishPrivilege: boolean
}

const NO_LATENCY = { callMs: 0, coldStartMs: 0, databaseMs: 0 }

/** How the sandbox is set up, beside what is broken in it (faults). */
export function createSettings({ cloud, zego, publishPrivilege }: SettingsDeps): Settings {
  const initial: SettingsView = { latency: NO_LATENCY, functionRules: true, publishPrivilege }
  let view = initial
  const apply = (next: SettingsView) => {
    view = next
    cloud.setLatency(next.latency)
    cloud.setFunctionRules(next.functionRules)
    zego?.setPublishPrivilege(next.publishPrivilege)
    return view
  }
  return {
    read: () => view,
    change: ({ latency, ...rest }) => apply({ ...view, ...rest, latency: { ...view.latency, ...latency } }),
    reset: () => void apply(initial),
  }
}
