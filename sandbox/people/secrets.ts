import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { writePrivateFile } from '../private-file.ts'

/** Random secrets of one data folder, made when first asked for and never logged. */
export interface Secrets {
  /** 32 characters of 0-9a-f: what ZEGO's consoles give out, and an AES-256 key as it stands. */
  secret(name: string): string
}

/** Throws SandboxError BAD_PROJECT when the file is damaged. */
export function openSecrets(file: string): Secrets {
  let values: Record<string, string> = {}
  if (existsSync(file)) {
    const parsed = z.record(z.string(), z.string().length(32)).safeParse(safeJson(readFileSync(file, 'utf8')))
    if (!parsed.success) throw new SandboxError('BAD_PROJECT', `${file} is damaged; start with --reset`)
    values = parsed.data
  }
  return {
    secret(name) {
      const known = values[name]
      if (known !== undefined) return known
      const fresh = randomBytes(16).toString('hex')
      values = { ...values, [name]: fresh }
      writePrivateFile(file, JSON.stringify(values, null, 2))
      return fresh
    },
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
