import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { MAX_TIMEOUT_S } from './limits.ts'

/**
 * Function → what a deployment sets for it, as a person enters it in the console or a program by the API. WeChat reads
 * none of this from a function's config.json, so it is a file of the project's own; what it leaves out has the
 * platform's default.
 */
const deploymentSchema = z.record(
  z.string(),
  z.strictObject({
    /** Seconds. */
    timeout: z.int().min(1).max(MAX_TIMEOUT_S).optional(),
    /** MB. */
    memory: z.int().min(64).max(3072).optional(),
    /** Name of the platform's Node.js; functions run on this machine's own (D-CL-11). */
    runtime: z.string().optional(),
  }),
)

export type Deployment = z.infer<typeof deploymentSchema>

/** Throws SandboxError BAD_PROJECT with the file and what is wrong in it. */
export function readDeployment(file: string): Deployment {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SandboxError('BAD_PROJECT', `${file}: ${(error as Error).message}`)
  }
  const parsed = deploymentSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new SandboxError('BAD_PROJECT', `${file}: ${z.prettifyError(parsed.error)}`)
}
