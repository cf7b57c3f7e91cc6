import type { AutomatorMethod, AutomatorParams } from './protocol.schema.ts'

/** One log line or uncaught error of the phone's app code. */
export interface AutomatorLog {
  readonly type: string
  readonly args: readonly unknown[]
  readonly stack?: string
}

/** What the automator needs of the phone it drives. Wired by sandbox.ts. */
export interface AutomatorHost {
  readonly phoneID: string
  readonly SDKVersion: string
  /** Asks the phone page; rejects when it is not connected or refuses. */
  ask(method: AutomatorMethod | 'Sandbox.nextEvents', params: Record<string, unknown>): Promise<unknown>
  onLog(listener: (entry: AutomatorLog) => void): () => void
  /** PNG; null when the phone's page is not in a browser of ours. */
  screenshot(): Promise<Buffer | null>
  accounts(): readonly { readonly nickName: string; readonly openid: string }[]
  closePhone(): Promise<void>
}

/** What one connection lends to a dispatcher. */
export interface ConnectionScope {
  readonly host: AutomatorHost
  enableLog(): void
  /** Ends the phone and the port once the answer has left. */
  closeAfterAnswer(): void
}

export type HostHandlers = {
  readonly [M in AutomatorMethod]?: (params: AutomatorParams<M>, scope: ConnectionScope) => unknown
}
