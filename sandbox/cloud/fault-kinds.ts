import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { type FaultTargets, lasting, ms, once } from '../faults/fault-kind.ts'
import type { CloudConditions } from './conditions.ts'

export interface CloudFaultDeps {
  readonly conditions: CloudConditions
  readonly functions: () => readonly string[]
  readonly coolDown: () => void
}

const name = z.string().min(1).optional()

/** Of the cloud functions; without a function all are hit. */
export function cloudFaultKinds({ conditions, functions, coolDown }: CloudFaultDeps): FaultTargets {
  const hits = (wanted: string | undefined) => {
    if (wanted !== undefined && !functions().includes(wanted))
      throw new SandboxError('NOT_FOUND', `there is no cloud function ${wanted}`)
    return (called: string) => wanted === undefined || wanted === called
  }
  return {
    cloud: {
      label: '云开发',
      kinds: {
        slow: lasting(
          {
            label: '云函数变慢',
            what: 'A function takes longer.',
            fields: { function: name, ms: ms.default(3_000) },
          },
          (fault) => conditions.slow.add(fault.ms, hits(fault.function)),
        ),
        fail: lasting(
          {
            label: '云函数失败',
            what: 'A function fails before it starts, the first `times` calls or all.',
            fields: {
              function: name,
              times: z.int().positive().optional(),
              errCode: z.int().negative().optional(),
            },
          },
          ({ function: wanted, times = Number.POSITIVE_INFINITY, errCode }) =>
            conditions.failing.add({ left: times, errCode }, hits(wanted)),
        ),
        coolDown: once(
          {
            label: '云函数冷启动',
            what: 'Nothing is kept warm: the next call of each function is a cold start.',
          },
          () => coolDown(),
        ),
      },
    },
  }
}
