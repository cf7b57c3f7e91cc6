import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Log } from '../../part.ts'
import type { Fields } from '../ejson.ts'
import { CloudError } from '../errors.ts'
import { FUNCTION_MEMORY_MB } from '../limits.ts'

export interface InstanceOptions {
  readonly name: string
  /** Folder with index.js. */
  readonly dir: string
  /** The whole environment of the worker: nothing of the sandbox's own leaks in. */
  readonly env: Record<string, string>
  /** One Float64: milliseconds that the functions' clock is ahead. */
  readonly clock: SharedArrayBuffer
  readonly hosts: readonly ServerHost[]
  readonly log: Log
}

/** A server's production address (origin) and who answers for it here. */
export interface ServerHost {
  readonly from: string
  readonly to: string
}

export interface Job {
  /** JSON text. */
  readonly event: string
  /** What the platform puts into process.env for this call. */
  readonly identity: Record<string, string>
  readonly context: Fields
  readonly timeoutMs: number
}

const described = z.object({ name: z.string(), message: z.string(), stack: z.string().optional() })
const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded'), error: described.optional() }),
  z.object({ type: z.literal('done'), result: z.string().optional(), error: described.optional() }),
])
type Described = z.infer<typeof described>

const RUNNER = new URL('./function-worker.mjs', import.meta.url)

/** One worker thread that has the function loaded and runs one call at a time. */
export class FunctionInstance {
  readonly #options: InstanceOptions
  readonly #worker: Worker
  readonly #gone: Promise<void>
  #settleLoad: (error?: CloudError) => void = () => {}
  #settleRun: ((error?: CloudError, result?: string) => void) | undefined
  #isGone = false
  /** Resolves when the function is required; rejects with CloudError when that failed. */
  readonly loaded: Promise<void>

  constructor(options: InstanceOptions) {
    this.#options = options
    const { name, dir, env, clock, hosts } = options
    this.#worker = new Worker(RUNNER, {
      name: `function ${name}`,
      workerData: { name, dir, clock, hosts },
      env,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: FUNCTION_MEMORY_MB },
    })
    this.loaded = new Promise((resolve, reject) => {
      this.#settleLoad = (error) => (error ? reject(error) : resolve())
    })
    this.loaded.catch(() => {}) // whoever needs the instance asks again
    this.#gone = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    this.#worker.on('message', (raw) => this.#hear(raw))
    this.#worker.on('error', (error) => this.#end(`${error.name}: ${error.message}`))
    this.#worker.on('exit', (code) =>
      this.#end(`Process exited unexpectedly before completing request (exit code ${code})`),
    )
    this.#forward(this.#worker.stdout)
    this.#forward(this.#worker.stderr)
  }

  get isGone(): boolean {
    return this.#isGone
  }

  /** The JSON text that `main` answered, undefined for undefined. Rejects with CloudError; after a timeout or a crash the instance is gone. */
  async run({ timeoutMs, ...call }: Job): Promise<string | undefined> {
    await this.loaded
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seconds = Math.round(timeoutMs / 1000)
        settle(
          new CloudError('FUNCTIONS_TIME_LIMIT_EXCEEDED', `Invoking task timed out after ${seconds} seconds`),
        )
        void this.stop()
      }, timeoutMs)
      const settle = (error?: CloudError, result?: string): void => {
        clearTimeout(timer)
        this.#settleRun = undefined
        if (error) reject(error)
        else resolve(result)
      }
      this.#settleRun = settle
      if (this.#isGone) settle(failed('the function instance has ended'))
      else this.#worker.postMessage({ type: 'invoke', ...call })
    })
  }

  async stop(): Promise<void> {
    this.#isGone = true
    await this.#worker.terminate()
    await this.#gone
  }

  #hear(raw: unknown): void {
    const heard = message.parse(raw)
    if (heard.type === 'loaded') {
      this.#settleLoad(heard.error && this.#fault(heard.error))
    } else {
      this.#settleRun?.(heard.error && this.#fault(heard.error), heard.result)
    }
  }

  #end(reason: string): void {
    this.#isGone = true
    this.#settleLoad(failed(reason))
    this.#settleRun?.(failed(reason))
  }

  /** The stack stays in the terminal: a phone sees only name and message (D-CL-12). */
  #fault({ name, message: text, stack }: Described): CloudError {
    this.#options.log(`function ${this.#options.name} failed: ${stack ?? `${name}: ${text}`}`, {
      function: this.#options.name,
    })
    return failed(`${name}: ${text}`)
  }

  #forward(stream: Readable): void {
    const lines = createInterface({ input: stream })
    lines.on('line', (line) => this.#options.log(line, { function: this.#options.name }))
  }
}

const failed = (reason: string): CloudError => new CloudError('FUNCTIONS_EXECUTE_FAIL', reason)
