import { z } from 'zod'
import { readJsonFile } from '../read-json-file.ts'

const rulesSchema = z.record(
  z.string(),
  z.strictObject({ invoke: z.union([z.boolean(), z.literal('auth != null')]) }),
)

/**
 * One object for the environment: function name or `*` → who may call it from a phone. `auth != null` = anyone whose
 * phone is known, and here every phone is. Other expressions are refused (D-CL-21, docs.cloudbase.net/cloud-function/security-rules).
 */
export type FunctionRules = z.infer<typeof rulesSchema>

/** Throws SandboxError BAD_PROJECT. */
export const readFunctionRules = (file: string): FunctionRules => readJsonFile(file, rulesSchema)

/** Whether a phone may call it. A function's own rule wins over `*`; without any rule it may be called. */
export function mayInvoke(rules: FunctionRules, name: string): boolean {
  const rule = (Object.hasOwn(rules, name) ? rules[name] : undefined) ?? rules['*']
  return rule === undefined || rule.invoke !== false
}
