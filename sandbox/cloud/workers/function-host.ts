import { join } from 'node:path'
import type { Clock, Log } from '../../part.ts'
import type { Deployment } from '../deployment.ts'
import { CloudError } from '../errors.ts'
import { DEFAULT_TIMEOUT_S, FUNCTION_MEMORY_MB, MAX_EVENT_BYTES } from '../limits.ts'
import { type FunctionConfig, functionNames, isFunction, readConfig, versionOf } from './function-folder.ts'
import { FunctionInstance, type ServerHost } from './function-instance.ts'
import { type CloudCaller, identityOf, type LiveInvocations } from './identity.ts'
import { FunctionPool } from './pool.ts'
import { seededRandom } from './seeded-random.ts'

export interface FunctionHostOptions {
  readonly functionsDir: string
  readonly appid: string
  readonly envId: string
  readonly endpointUrl: string
  /** What is set for each function; the platform's defaults for one that is not listed. */
  readonly deployment: Deployment
  readonly environment: () => Record<string, string>
  readonly hosts: readonly ServerHost[]
  readonly invocations: LiveInvocations
  readonly clock: Clock
  readonly log: Log
  readonly instances: number
  readonly recycleChance: number
  readonly chanceSeed: number
  /** Told each run before it starts; what it waits for delays the run, what it throws is the answer. */
  readonly beforeRun: (functionName: string) => Promise<void>
  /** Waited for before a new instance takes its first call. */
  readonly coldStart: () => Promise<void>
  /** Told with each run how many instances of its function are at work now. */
  readonly atWork: (functionName: string, instances: number) => void
}

export interface Call {
  readonly name: string
  readonly event: unknown
  /** null = no person. */
  readonly caller: CloudCaller | null
  readonly source: string
  readonly nested: boolean
  /** In which it was asked; absent = now. */
  readonly life?: number
}

interface Deployed {
  readonly version: string
  readonly config: FunctionConfig
  readonly pool: FunctionPool
}

/** Finds a function's folder, keeps its instances, and runs calls in them. */
export class FunctionHost {
  readonly #options: FunctionHostOptions
  readonly #deployed = new Map<string, Deployed>()
  readonly #retired = new Set<FunctionPool>()
  readonly #clock = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)
  readonly #random: () => number
  #stopped = false
  /** Which life of the cloud: a reset begins the next one. */
  #life = 0

  constructor(options: FunctionHostOptions) {
    this.#options = options
    this.#random = seededRandom(options.chanceSeed)
  }

  names(): string[] {
    return functionNames(this.#options.functionsDir)
  }

  get life(): number {
    return this.#life
  }

  /** What runs now can no longer reach database or storage, and what is on its way to a function does not start. */
  beginAnew(): void {
    this.#life += 1
    this.#options.invocations.revokeAll()
  }

  /** The functions' clock follows the sandbox's: called whenever something is about to look at the time. */
  setClock(): void {
    new Float64Array(this.#clock)[0] = this.#options.clock.now() - Date.now()
  }

  /** One instance of each function, one after the other, so that the first call finds the SDK loaded. */
  async warm(): Promise<void> {
    this.setClock()
    for (const name of this.names()) {
      if (this.#stopped) return
      try {
        await this.#deploy(name).pool.warm()
      } catch (error) {
        this.#options.log(
          `function ${name} could not be prepared: ${error instanceof Error ? error.message : ''}`,
        )
      }
    }
  }

  /** The JSON text of the result. Throws CloudError. */
  async invoke({
    name,
    event,
    caller,
    source,
    nested,
    life = this.#life,
  }: Call): Promise<string | undefined> {
    if (this.#stopped || !isFunction(this.#options.functionsDir, name))
      throw new CloudError('FUNCTION_NOT_FOUND', 'FunctionName parameter could not be found.')
    const text = eventText(event)
    await this.#options.beforeRun(name)
    if (life !== this.#life) throw new CloudError('SYS_ERR', 'the cloud was reset meanwhile')
    const { pool } = this.#deploy(name)
    const { appid, envId, invocations, deployment } = this.#options
    const { timeout = DEFAULT_TIMEOUT_S, memory = FUNCTION_MEMORY_MB } = deployment[name] ?? {}
    const timeoutMs = timeout * 1000
    const invocation = invocations.open(name, caller, source)
    this.setClock()
    try {
      const context = {
        callbackWaitsForEmptyEventLoop: false,
        function_name: name,
        function_version: '$LATEST',
        memory_limit_in_mb: memory,
        namespace: envId,
        request_id: invocation.requestId,
        time_limit_in_ms: timeoutMs,
      }
      const identity = identityOf(invocation, appid, envId)
      return await pool.invoke({ event: text, identity, context, timeoutMs }, nested)
    } finally {
      invocations.close(invocation)
    }
  }

  /** Nothing that a function kept in memory outlives this. */
  async restartAll(): Promise<void> {
    this.retireAll()
    await this.warm()
  }

  /** As after a quiet hour: every function's next call starts an instance. */
  retireAll(): void {
    for (const { pool } of this.#deployed.values()) {
      pool.retire()
      this.#retired.add(pool)
    }
    this.#deployed.clear()
  }

  openapiOf(name: string): readonly string[] {
    return this.#deploy(name).config.openapi
  }

  async stop(): Promise<void> {
    this.#stopped = true
    const pools = [...this.#retired, ...[...this.#deployed.values()].map(({ pool }) => pool)]
    await Promise.all(pools.map((pool) => pool.stop()))
    this.#retired.clear()
    this.#deployed.clear()
  }

  /** The pool of the files as they are now: a rebuilt function is used by the next call. */
  #deploy(name: string): Deployed {
    const dir = join(this.#options.functionsDir, name)
    const version = versionOf(dir)
    const current = this.#deployed.get(name)
    if (current?.version === version) return current
    const config = readConfig(dir)
    if (config.namesTimeout) {
      this.#options.log(
        `function ${name}: WeChat does not honour "timeout" in config.json; without a deployment it is ${DEFAULT_TIMEOUT_S} s`,
      )
    }
    if (current) {
      current.pool.retire()
      this.#retired.add(current.pool)
    }
    const { instances, recycleChance, atWork } = this.#options
    const pool = new FunctionPool({
      start: () => this.#startInstance(name, dir),
      instances,
      recycleChance,
      random: this.#random,
      coldStart: this.#options.coldStart,
      atWork: (instances) => atWork(name, instances),
    })
    const deployed = { version, config, pool }
    this.#deployed.set(name, deployed)
    return deployed
  }

  /** On this machine's own Node, file system and time zone (D-CL-11). */
  #startInstance(name: string, dir: string): FunctionInstance {
    const { envId, endpointUrl, environment, hosts, log } = this.#options
    return new FunctionInstance({
      name,
      dir,
      clock: this.#clock,
      hosts,
      log,
      env: {
        ...environment(),
        // RUNENV and the three below keep the SDK from asking the cloud's metadata host about every call.
        TENCENTCLOUD_RUNENV: 'SCF',
        TENCENTCLOUD_REGION: 'ap-shanghai',
        SCF_NAMESPACE: envId,
        SCF_FUNCTIONNAME: name,
        TENCENTCLOUD_SECRETID: 'sandbox',
        TENCENTCLOUD_SECRETKEY: 'sandbox',
        TENCENTCLOUD_SESSIONTOKEN: 'sandbox',
        TCB_ENV: envId,
        TCB_CONTEXT_CNFG: JSON.stringify({ URL: endpointUrl }),
      },
    })
  }
}

function eventText(event: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(event)
  } catch {
    throw new CloudError('INVALID_PARAM', 'the event is not JSON')
  }
  if (text === undefined) return 'null'
  if (Buffer.byteLength(text) > MAX_EVENT_BYTES)
    throw new CloudError('INVALID_PARAM', 'the event exceeds 6 MB')
  return text
}
