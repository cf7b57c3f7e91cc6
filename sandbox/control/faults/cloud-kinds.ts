import { z } from 'zod'
import type { CloudHandle } from '../../cloud/cloud.ts'
import { SandboxError } from '../../errors.ts'
import { type FaultKinds, lasting, ms, once } from './fault-kind.ts'

/** Of the cloud functions. Without a function all are hit. */
export function cloudKinds(cloud: Pick<CloudHandle, 'slow' | 'fail' | 'coolDown' | 'functions'>): FaultKinds {
  const name = z.string().min(1).optional()
  const known = (wanted: string | undefined) => {
    if (wanted === undefined || cloud.functions().some((one) => one.name === wanted)) return
    throw new SandboxError('NOT_FOUND', `there is no cloud function ${wanted}`)
  }
  return {
    'cloud.slow': lasting('A function takes longer.', { function: name, ms: ms.default(3_000) }, (fault) => {
      known(fault.function)
      return cloud.slow(fault)
    }),
    'cloud.fail': lasting(
      'A function fails before it starts, the first `times` calls or all.',
      { function: name, times: z.int().positive().optional(), errCode: z.int().negative().optional() },
      (fault) => {
        known(fault.function)
        return cloud.fail(fault)
      },
    ),
    'cloud.coolDown': once('Nothing is kept warm: the next call of each function is a cold start.', {}, () =>
      cloud.coolDown(),
    ),
  }
}
