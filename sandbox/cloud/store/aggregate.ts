import { aggregate as runPipeline } from 'mingo'
import { SandboxUnsupportedError } from '../../errors.ts'
import { cloneValue, type Fields } from '../ejson.ts'
import { DEFAULT_AGGREGATE } from '../limits.ts'
import { guarded, refuseGeo } from './query.ts'
import type { View } from './view.ts'

/** Stages that would write or look outside the database: the service has none of them either. */
const FORBIDDEN = new Set(['$out', '$merge', '$documents'])

/** As `collection.aggregate()….end()`: without a limit the service answers 20 rows. */
export function aggregate(view: View, collection: string, stages: readonly Fields[]): Fields[] {
  for (const stage of stages) {
    const [name = ''] = Object.keys(stage)
    if (FORBIDDEN.has(name)) throw new SandboxUnsupportedError(`the aggregate stage ${name}`, 'D-CL-02')
  }
  refuseGeo(stages)
  const limited = stages.some((stage) => '$limit' in stage)
  const pipeline = limited ? [...stages] : [...stages, { $limit: DEFAULT_AGGREGATE }]
  // The engine may write into what it reads, and stored documents must never change in place.
  const copies = (name: string): Fields[] => [...view.documents(name)].map(cloneValue)
  return guarded(() =>
    runPipeline(copies(collection), pipeline, { scriptEnabled: false, collectionResolver: copies }),
  )
}
