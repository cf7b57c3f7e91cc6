import type { World } from '../journeys/world.ts'

export type Fault = { readonly target: string; readonly kind: string } & Readonly<Record<string, unknown>>

/** Breaks something; answers what makes it whole again. */
export async function breakOne(world: World, fault: Fault): Promise<() => Promise<unknown>> {
  const { id } = await world.control<{ id: string }>('POST', '/faults', fault)
  return () => world.control('DELETE', `/faults/${id}`)
}

/** `run` happens while something is broken; afterwards it is whole again. */
export async function whileBroken<T>(world: World, fault: Fault, run: () => Promise<T>): Promise<T> {
  const mend = await breakOne(world, fault)
  try {
    return await run()
  } finally {
    await mend()
  }
}
