import type { Hono } from 'hono'
import { SandboxError } from '../errors.ts'
import type { FaultRegistry } from '../faults/fault-registry.ts'
import type { People } from '../people/people.ts'
import type { Phones } from '../phone/phones.ts'
import { fail } from './answer.ts'
import { refuseControlRequest } from './control-guard.ts'
import type { Devices } from './devices.ts'
import type { Recorder } from './recorder.ts'
import { addEnvironmentRoutes } from './routes/environment.ts'
import { addPeopleRoutes } from './routes/people.ts'
import { addPhoneRoutes } from './routes/phones.ts'
import { addRecordRoutes } from './routes/record.ts'
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

/** Adds `/_sandbox/*`: HTTP JSON, loopback Host and the control page's own Origin only; errors `{error:{code,message}}`. */
export function addControlApi(app: Hono, deps: ControlDeps): void {
  app.use('/_sandbox/*', async (c, next) => {
    const refusal = refuseControlRequest(
      { host: c.req.header('host'), origin: c.req.header('origin') },
      deps.port(),
    )
    if (refusal !== null) return fail(c, new SandboxError('FORBIDDEN', refusal))
    await next()
    return undefined
  })

  app.get('/_sandbox/state', (c) => c.json(stateOf(deps)))
  addPeopleRoutes(app, deps)
  addPhoneRoutes(app, deps)
  addEnvironmentRoutes(app, deps)
  addRecordRoutes(app, deps)

  app.all('/_sandbox/*', (c) =>
    fail(c, new SandboxError('NOT_FOUND', `no ${c.req.method} ${c.req.path} here`)),
  )
}

export function stateOf({ environment, people, devices, faults }: ControlDeps) {
  return {
    ports: environment.ports(),
    urls: environment.urls(),
    functions: environment.functions(),
    people: people.list(),
    phones: devices.phones().map(({ cards, ...phone }) => ({
      ...phone,
      // Pictures of cards may be whole data URLs.
      cards: cards.map(({ id, from, title, path }) => ({ id, from, title, path })),
    })),
    rooms: environment.rooms(),
    streams: environment.streams(),
    clockOffsetMs: environment.clockOffsetMs(),
    faults: faults.active(),
    settings: environment.settings.read(),
    project: environment.project,
  }
}
