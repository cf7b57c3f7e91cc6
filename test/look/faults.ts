import type { World } from '../journeys/world.ts'

export type Fault = { readonly target: string; readonly kind: string } & Readonly<Record<string, unknown>>

/** `run` happens while something is broken; afterwards it is whole again. */
export async function whileBroken<T>(world: World, fault: Fault, run: () => Promise<T>): Promise<T> {
  const { id } = await world.control<{ id: string }>('POST', '/faults', fault)
  try {
    return await run()
  } finally {
    await world.control('DELETE', `/faults/${id}`)
  }
}
