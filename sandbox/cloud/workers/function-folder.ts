import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CloudError } from '../errors.ts'

const NAME = /^[A-Za-z][\w-]{0,59}$/

/** config.json as WeChat DevTools uploads it. `triggers` is read in triggers/. */
const configSchema = z.looseObject({
  permissions: z.looseObject({ openapi: z.array(z.string()).default([]) }).default({ openapi: [] }),
  timeout: z.unknown().optional(),
})

export interface FunctionConfig {
  readonly openapi: readonly string[]
  /** It names a time limit, which WeChat does not honour. */
  readonly namesTimeout: boolean
}

/** The names of the functions in `functionsDir`: every folder with an index.js. */
export function functionNames(functionsDir: string): string[] {
  if (!existsSync(functionsDir)) return []
  return readdirSync(functionsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFunction(functionsDir, entry.name))
    .map((entry) => entry.name)
    .sort()
}

export const isFunction = (functionsDir: string, name: string): boolean =>
  NAME.test(name) && existsSync(join(functionsDir, name, 'index.js'))

/** Changes whenever a file of the function changes: names, sizes and times of all files outside node_modules. */
export function versionOf(dir: string): string {
  const parts: string[] = []
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') parts.push(`${entry.name}/(${versionOf(path)})`)
    } else {
      const stat = statSync(path, { throwIfNoEntry: false })
      parts.push(`${entry.name}:${stat?.size}:${stat?.mtimeMs}`)
    }
  }
  return parts.join(' ')
}

/** Throws CloudError when config.json is not what DevTools would accept. */
export function readConfig(dir: string): FunctionConfig {
  const path = join(dir, 'config.json')
  if (!existsSync(path)) return { openapi: [], namesTimeout: false }
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new CloudError('FUNCTIONS_EXECUTE_FAIL', 'config.json is not JSON')
  }
  const parsed = configSchema.safeParse(json)
  if (!parsed.success) {
    throw new CloudError('FUNCTIONS_EXECUTE_FAIL', `config.json: ${z.prettifyError(parsed.error)}`)
  }
  const { timeout, permissions } = parsed.data
  return { openapi: permissions.openapi, namesTimeout: timeout !== undefined }
}
