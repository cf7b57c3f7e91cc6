import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'

const indexesSchema = z.array(
  z.object({
    collection: z.string().min(1),
    keys: z.array(z.string().min(1)).min(1),
    unique: z.boolean().optional(),
  }),
)

export type IndexList = z.infer<typeof indexesSchema>

/** The project's database indexes: `[{collection, keys, unique?}]`. Throws SandboxError BAD_PROJECT. */
export function readIndexFile(file: string): IndexList {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SandboxError('BAD_PROJECT', `${file}: ${(error as Error).message}`)
  }
  const parsed = indexesSchema.safeParse(content)
  if (parsed.success) return parsed.data
  throw new SandboxError('BAD_PROJECT', `${file}: ${z.prettifyError(parsed.error)}`)
}
