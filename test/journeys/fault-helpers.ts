import { type World, waitFor } from './world.ts'

/** A body of POST /_sandbox/faults. `forMs` ends what lasts by itself. */
export interface Fault {
  readonly target: string
  readonly kind: string
  readonly forMs?: number
  readonly [field: string]: unknown
}

/** Injects a fault of the sandbox; answers what lifts it again. */
export async function injectFault(world: World, fault: Fault): Promise<() => Promise<unknown>> {
  const { id } = await world.control<{ id: string }>('POST', '/faults', fault)
  return () => world.control('DELETE', `/faults/${id}`)
}

/** Runs `run` with the fault active, and lifts the fault whatever happens. */
export async function withFault<T>(world: World, fault: Fault, run: () => Promise<T>): Promise<T> {
  const lift = await injectFault(world, fault)
  try {
    return await run()
  } finally {
    await lift()
  }
}

/** Lifts every fault that is still active. */
export const liftFaults = (world: World) => world.control('DELETE', '/faults', {})

/** Waits until no fault is active any more; answers when that was (ms). */
export async function waitForFaultsToEnd(world: World): Promise<number> {
  await waitFor(
    async () => (await world.control<{ active: unknown[] }>('GET', '/faults')).active.length === 0,
    { what: 'the end of the fault', timeoutMs: 60_000, everyMs: 50 },
  )
  return Date.now()
}
