import { SandboxError } from './errors.ts'

/** What the runner may do with a started part; all of it is optional. */
export interface Lifecycle {
  /** Before any part is reset: ends what still reaches into other parts. */
  beforeReset?(): unknown
  /** Back to the seed. */
  reset?(): unknown
  /** Twice is harmless. */
  stop?(): unknown
}

/** Handles by name of the part; null = this project has no such part. */
type Handles = { readonly [name: string]: object | null }

/** Of a part that starts later: resolves when it is there, null = it never will be; rejects when the start ends before. */
type Later<H, L extends keyof H> = { readonly [N in L]: () => Promise<H[N] | null> }

/**
 * One row of a table of parts. `needs` have started before and are handed over; `later` are met after the start, by those
 * who have to know each other both ways. Nothing else can be reached.
 */
export interface PartRow<H, B, N extends keyof H, D extends keyof H, L extends keyof H> {
  readonly name: N
  readonly needs: readonly D[]
  readonly later?: readonly L[]
  /** A part that fails cleans up after itself. */
  start(handles: Pick<H, D>, base: B, later: Later<H, L>): Promise<H[N]> | H[N]
}

export interface AnyRow<H, B> {
  readonly name: keyof H & string
  readonly needs: readonly (keyof H & string)[]
  readonly later?: readonly (keyof H & string)[]
  start(handles: never, base: B, later: never): unknown
}

/** Rows whose handles and needs are checked against `H`, the handles of the whole table. */
export const rowsOf =
  <H, B>() =>
  <N extends keyof H & string, D extends keyof H & string = never, L extends keyof H & string = never>(
    row: PartRow<H, B, N, D, L>,
  ): AnyRow<H, B> =>
    row

export interface Running<H> {
  readonly handles: H
  /** All parts back to the seed, in the order in which they started. */
  reset(): Promise<void>
  /** In reverse order; twice is harmless. */
  stop(): Promise<void>
}

/**
 * Starts the parts of a table, each after those that it needs; one that fails takes the others down. With `only`, nothing
 * but that part and what it needs.
 */
export async function startParts<H extends object, B>(
  table: readonly AnyRow<H, B>[],
  base: B,
  only?: keyof H & string,
): Promise<Running<H>> {
  const rows = inOrder(table, only)
  const handles: Record<string, object | null> = {}
  const started: Lifecycle[] = []
  const awaited = new Map(rows.map(({ name }) => [name, deferred()]))
  const later = Object.fromEntries(
    table.map(({ name }) => [name, () => awaited.get(name)?.promise ?? Promise.resolve(null)]),
  )
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= (async () => {
      for (const one of awaited.values()) one.reject(new SandboxError('INTERNAL', 'the sandbox has stopped'))
      for (const part of [...started].reverse()) await part.stop?.()
    })()
    return stopping
  }
  try {
    for (const row of rows) {
      const handle = (await row.start(pick(handles, row.needs) as never, base, later as never)) as
        | object
        | null
      handles[row.name] = handle
      if (handle) started.push(handle)
      awaited.get(row.name)?.resolve(handle)
    }
  } catch (error) {
    await stop()
    throw error
  }
  return {
    handles: handles as H,
    async reset() {
      for (const part of [...started].reverse()) await part.beforeReset?.()
      for (const part of started) await part.reset?.()
    },
    stop,
  }
}

/** Each after those that it needs, else as the table has them. Throws for a need that is not in it, and for a circle. */
export function inOrder<R extends { readonly name: string; readonly needs: readonly string[] }>(
  table: readonly R[],
  only?: string,
): R[] {
  const rows = new Map(table.map((row) => [row.name, row]))
  const order = new Set<R>()
  const visit = (name: string, path: readonly string[]): void => {
    const row = rows.get(name)
    if (!row) throw new Error(`there is no part ${[...path, name].join(' → ')}`)
    if (path.includes(name)) throw new Error(`parts that need each other: ${[...path, name].join(' → ')}`)
    for (const need of row.needs) visit(need, [...path, name])
    order.add(row)
  }
  for (const name of only === undefined ? rows.keys() : [only]) visit(name, [])
  return [...order]
}

function pick(handles: Handles, names: readonly string[]): Handles {
  return Object.fromEntries(names.map((name) => [name, handles[name] ?? null]))
}

function deferred() {
  let resolve: (handle: object | null) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<object | null>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Whoever waits hears of it; that nobody waits is no error.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
