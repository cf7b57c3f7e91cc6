import { z } from 'zod'
import { readJsonFile } from '../read-json-file.ts'
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
export const readDeployment = (file: string): Deployment => readJsonFile(file, deploymentSchema)
