/** One save that the phones have taken over. */
export interface Reload {
  /** Date.now() when the change was noticed. */
  readonly at: number
  /** Relative to miniprogramRoot. */
  readonly files: readonly string[]
  /** ms */
  readonly compileMs: number
  /** ms from `at` until every open phone shows the change; phones that show problems count, too. */
  readonly readyMs: number
  /** Not 0: the phones show what is wrong. */
  readonly problems: number
}

export interface HotReloadDeps {
  /** Compiles anew; answers how many problems there are. */
  recompile(): Promise<number>
  /** Reloads all open phones; resolves when they are there again. */
  refresh(): Promise<void>
  log(line: string): void
}

const KEPT = 100

/** Takes changes one after the other; what comes while one is under way is taken together afterwards. */
export class HotReload {
  readonly done: Reload[] = []
  private readonly deps: HotReloadDeps
  private readonly listeners = new Set<(reload: Reload) => void>()
  private waiting = new Set<string>()
  private running: Promise<void> | null = null

  constructor(deps: HotReloadDeps) {
    this.deps = deps
  }

  onReload(listener: (reload: Reload) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  changed(files: readonly string[]): void {
    for (const file of files) this.waiting.add(file)
    this.running ??= this.run().finally(() => {
      this.running = null
    })
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.running
  }

  private async run(): Promise<void> {
    while (this.waiting.size > 0) {
      const at = Date.now()
      const files = [...this.waiting]
      this.waiting = new Set()
      try {
        const problems = await this.deps.recompile()
        const compileMs = Date.now() - at
        await this.deps.refresh()
        this.tell({ at, files, compileMs, readyMs: Date.now() - at, problems })
      } catch (error) {
        this.deps.log(`reload failed: ${(error as Error).message}`)
      }
    }
  }

  private tell(reload: Reload): void {
    this.done.push(reload)
    if (this.done.length > KEPT) this.done.shift()
    const [first = '', ...more] = reload.files
    const names = more.length === 0 ? first : `${first} and ${more.length} more`
    this.deps.log(`reloaded after ${names} was saved: ${reload.readyMs} ms (compiled in ${reload.compileMs})`)
    for (const listener of this.listeners) listener(reload)
  }
}
