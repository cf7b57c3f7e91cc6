import type { FaultRegistry } from '../faults/fault-registry.ts'
import type { People } from '../people/people.ts'
import type { Phones } from '../phone/phones.ts'
import type { Devices } from './devices.ts'
import type { Recorder } from './recorder.ts'
import type { Settings } from './settings.ts'

/** What the API can ask of everything that is no phone and no person. */
export interface ControlEnvironment {
  ports(): Readonly<Record<'http' | 'rtmp' | 'flv' | 'zego', number | null>>
  /** Where servers reach the functions, and functions reach ZEGO. */
  urls(): { readonly httpFunctions: string; readonly zegoServerApi: string | null }
  functions(): readonly { readonly name: string; readonly actions?: readonly string[] }[]
  rooms(): readonly unknown[]
  streams(): readonly unknown[]
  clockOffsetMs(): number
  /** Resolves when the timers that became due have run. */
  moveClock(offsetMs: number): Promise<void>
  readonly settings: Settings
  timers(): readonly unknown[]
  fireTimer(functionName: string, timerName?: string): Promise<void>
  counters(): { readonly cloud: object; readonly zego: object | null }
  resetCounters(): void
  /** Where an outside encoder may push this stream. Throws SandboxError NOT_FOUND in a project without ZEGO. */
  encoderUrl(streamID: string): string
  /** The newest callbacks of ZEGO as they were signed, oldest first. */
  callbacks(): readonly unknown[]
  reset(): Promise<void>
  /** Roles for the page's "add a phone"; notes: what the developer has to know, by name. */
  readonly project: {
    readonly name: string
    readonly roles: readonly string[]
    readonly notes: Readonly<Record<string, string>>
  }
}

export interface ControlDeps {
  readonly port: () => number
  readonly devices: Devices
  readonly people: People
  readonly phones: Phones
  readonly faults: FaultRegistry
  readonly recorder: Recorder
  readonly call: (person: string, name: string, data: unknown) => Promise<{ result: unknown }>
  readonly environment: ControlEnvironment
}
