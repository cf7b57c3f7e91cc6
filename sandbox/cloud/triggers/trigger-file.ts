import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { MAX_TRIGGERS } from '../limits.ts'
import { readSchedule, type Schedule } from './cron.ts'

const triggersSchema = z.looseObject({
  triggers: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z][\w-]{0,59}$/),
        type: z.literal('timer'),
        config: z.string(),
      }),
    )
    .max(MAX_TRIGGERS)
    .default([]),
})

export interface DeclaredTimer {
  readonly name: string
  /** As written: seven fields. */
  readonly config: string
  readonly schedule: Schedule
}

/** `triggers` of a function's config.json. Throws an Error for what DevTools would not upload. */
export function readTimers(dir: string): DeclaredTimer[] {
  let text: string
  try {
    text = readFileSync(join(dir, 'config.json'), 'utf8')
  } catch {
    return []
  }
  const parsed = triggersSchema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data.triggers.map(({ name, config }) => ({ name, config, schedule: readSchedule(config) }))
}
