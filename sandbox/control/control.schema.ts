import { z } from 'zod'

/** Bodies of the control API. Unknown fields are refused: a typing mistake must not pass as a default. */
const name = z.string().trim().min(1).max(32)

export const personBody = z.strictObject({ name, role: z.string().optional() })

export const roleBody = z.strictObject({ role: z.string().min(1) })

export const phoneBody = z.strictObject({
  person: name,
  path: z.string().optional(),
  sdkVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .optional(),
  platform: z.enum(['ios', 'android', 'devtools', 'windows', 'mac']).optional(),
  /** WeChat scene of the start, e.g. 1001 = found in the list, 1007 = a card. */
  scene: z.int().positive().optional(),
  /** CSS pixels of the screen, `390x844`. */
  widthHeight: z
    .string()
    .regex(/^\d{3,4}x\d{3,4}$/)
    .optional(),
  /** true = in the sandbox's own headless browser, not in an iframe of the control page. */
  headless: z.boolean().optional(),
})

export const callBody = z.strictObject({
  person: name,
  function: z.string().min(1),
  data: z.unknown().optional(),
})

export const openCardBody = z.strictObject({ cardID: z.string().min(1) })

/** `scene` is WeChat's launch scene, e.g. 1007 = a card in a one-to-one chat. */
export const openBody = z.strictObject({ url: z.string().min(1), scene: z.int().positive().default(1007) })

export const pressBody = z.strictObject({ button: z.enum(['back', 'home', 'reload', 'hide', 'show']) })

/** The other fields are the kind's own and are checked with it. */
export const faultBody = z.looseObject({
  target: z.string().min(1),
  kind: z.string().min(1),
  forMs: z.int().positive().max(3_600_000).optional(),
})

/** At most ten years either way: what is further has more likely been counted in the wrong unit. */
const MAX_OFFSET_MS = 10 * 366 * 86_400_000
export const clockBody = z.strictObject({ offsetMs: z.int().min(-MAX_OFFSET_MS).max(MAX_OFFSET_MS) })

const latencyMs = z.int().min(0).max(60_000).optional()
export const settingsBody = z.strictObject({
  latency: z.strictObject({ callMs: latencyMs, coldStartMs: latencyMs, databaseMs: latencyMs }).optional(),
  functionRules: z.boolean().optional(),
  publishPrivilege: z.boolean().optional(),
})

export const encoderBody = z.strictObject({ streamID: z.string().regex(/^[\w-]{1,256}$/) })

/** `timer` may be left out where the function has one. */
export const timerBody = z.strictObject({ function: z.string().min(1), timer: z.string().optional() })

const phoneID = z.string().min(1)
export const phoneQuery = z.strictObject({ phone: phoneID })
export const recordQuery = z.strictObject({
  phone: phoneID,
  kind: z.enum(['component', 'socket', 'request', 'route', 'sdk']).optional(),
  name: z.string().optional(),
  since: z.coerce.number().optional(),
})

export const automatorBody = z.strictObject({
  /** Absent = the project's first phone that is free, else its first person. */
  person: name.optional(),
  port: z.int().min(0).max(65535).default(0),
})

export const emptyBody = z.strictObject({})
