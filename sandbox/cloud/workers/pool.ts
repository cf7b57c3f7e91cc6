import { CloudError } from '../errors.ts'
import { MAX_INSTANCES } from '../limits.ts'
import type { FunctionInstance, Job } from './function-instance.ts'

export interface PoolOptions {
  readonly start: () => FunctionInstance
  /** Instances kept ready; nested calls may go up to MAX_INSTANCES (D-CL-10). */
  readonly instances: number
  /** 0 ≤ x < 1, seeded: which instance serves, and which is recycled. */
  readonly random: () => number
  /** Chance that an instance is recycled after a call. */
  readonly recycleChance: number
  /** Waited for before a new instance takes its first call. */
  readonly coldStart: () => Promise<void>
  /** Told with each call how many instances are at work now, this one included. */
  readonly atWork: (instances: number) => void
}

interface Waiting {
  readonly take: (instance: FunctionInstance) => void
  readonly fail: (error: unknown) => void
}

/**
 * The instances of one version of one function. A call goes to any idle instance by chance, and instances are
 * recycled by chance: whatever a function keeps in memory is lost sooner or later, as in the cloud.
 * Cold starts are as short as the machine makes them, or as long as a test asks (D-CL-19).
 */
export class FunctionPool {
  readonly #options: PoolOptions
  readonly #all = new Set<FunctionInstance>()
  readonly #idle = new Set<FunctionInstance>()
  readonly #queue: Waiting[] = []
  #atWork = 0
  #retired = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** Starts one instance ahead of the first call; resolves when it has loaded or failed. */
  async warm(): Promise<void> {
    if (this.#all.size === 0 && !this.#retired) await this.#grow()
  }

  async invoke(job: Job, nested: boolean): Promise<string | undefined> {
    const instance = await this.#take(nested)
    this.#atWork += 1
    this.#options.atWork(this.#atWork)
    try {
      return await instance.run(job)
    } finally {
      this.#atWork -= 1
      this.#giveBack(instance)
    }
  }

  /** No new calls: idle instances end now, busy ones after their call. */
  retire(): void {
    this.#retired = true
    for (const instance of this.#idle) this.#drop(instance)
  }

  async stop(): Promise<void> {
    this.#retired = true
    for (const waiting of this.#queue.splice(0))
      waiting.fail(new CloudError('FUNCTIONS_EXECUTE_FAIL', 'the cloud has stopped'))
    await Promise.all([...this.#all].map((instance) => instance.stop()))
    this.#all.clear()
    this.#idle.clear()
  }

  #take(nested: boolean): Promise<FunctionInstance> {
    const taken = this.#pickIdle()
    // The second instance starts with the first call, so that a quiet function costs one.
    const wanted = Math.min(nested && !taken ? this.#all.size + 1 : this.#options.instances, MAX_INSTANCES)
    const waiting = taken
      ? Promise.resolve(taken)
      : new Promise<FunctionInstance>((take, fail) => this.#queue.push({ take, fail }))
    while (this.#all.size < wanted) void this.#grow()
    return waiting
  }

  #pickIdle(): FunctionInstance | undefined {
    for (const instance of this.#idle) if (instance.isGone) this.#drop(instance) // died between two calls
    const idle = [...this.#idle]
    const picked = idle[Math.floor(this.#options.random() * idle.length)]
    if (picked) this.#idle.delete(picked)
    return picked
  }

  async #grow(): Promise<void> {
    const instance = this.#options.start()
    this.#all.add(instance)
    try {
      await Promise.all([instance.loaded, this.#options.coldStart()])
      this.#offer(instance)
    } catch (error) {
      this.#drop(instance)
      // The next in line hears why; whoever comes later tries a fresh instance.
      this.#queue.shift()?.fail(error)
      if (this.#queue.length > 0 && this.#all.size === 0) void this.#grow()
    }
  }

  #giveBack(instance: FunctionInstance): void {
    const recycled = this.#options.random() < this.#options.recycleChance
    if (instance.isGone || recycled || (this.#retired && this.#queue.length === 0)) {
      this.#drop(instance)
      if (this.#queue.length > 0 || !this.#retired) void this.#grow()
    } else this.#offer(instance)
  }

  #offer(instance: FunctionInstance): void {
    const next = this.#queue.shift()
    if (next) next.take(instance)
    else if (this.#retired) this.#drop(instance)
    else this.#idle.add(instance)
  }

  #drop(instance: FunctionInstance): void {
    this.#all.delete(instance)
    this.#idle.delete(instance)
    void instance.stop()
  }
}
