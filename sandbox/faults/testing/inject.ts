import type { FaultTargets } from '../fault-kind.ts'
import { FaultRegistry } from '../fault-registry.ts'

interface PartWithFaults {
  readonly faults: FaultTargets
}

/** A registry over one part alone; a page's origin is made up where the test does not say it. */
export const faultsOf = (
  { faults }: PartWithFaults,
  originOf: (phoneID: string) => string = (phoneID) => `http://${phoneID}.localhost`,
): FaultRegistry => new FaultRegistry({ targets: faults, originOf })

/**
 * Orders `target.kind` of one part, as the control API would. Answers its lifting: harmless twice, and for what does not
 * last.
 */
export async function inject(
  part: PartWithFaults,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  originOf?: (phoneID: string) => string,
): Promise<() => Promise<void>> {
  const registry = faultsOf(part, originOf)
  const [target = '', kind = ''] = name.split('.')
  await registry.add({ ...fields, target, kind })
  return () => registry.remove()
}
