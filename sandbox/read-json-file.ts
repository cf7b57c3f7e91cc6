import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { SandboxError } from './errors.ts'

/** A JSON file of the project, checked. Throws SandboxError BAD_PROJECT, which names the file and what is wrong in it. */
export function readJsonFile<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SandboxError('BAD_PROJECT', `${file}: ${(error as Error).message}`)
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  throw new SandboxError('BAD_PROJECT', `${file}: ${z.prettifyError(parsed.error)}`)
}
