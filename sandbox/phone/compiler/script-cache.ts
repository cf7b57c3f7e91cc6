import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'

/** What esbuild made of one file. */
export interface CompiledScript {
  readonly code: string
  /** Source map as JSON; null for a bundled npm package. */
  readonly map: string | null
}

/**
 * Results that outlive one compilation, so that saving a file costs that file only. Keyed by path; an entry counts as
 * long as its stamp is the same: the text's digest for a file, size and time of the main file for an npm bundle.
 */
export class ScriptCache {
  private readonly entries = new Map<string, { readonly stamp: string; readonly made: CompiledScript }>()

  async get(key: string, stamp: string, make: () => Promise<CompiledScript>): Promise<CompiledScript> {
    const known = this.entries.get(key)
    if (known?.stamp === stamp) return known.made
    const made = await make()
    this.entries.set(key, { stamp, made })
    return made
  }
}

export const stampOfText = (text: string): string => createHash('sha1').update(text).digest('base64')

export function stampOfFile(disk: string): string {
  const { size, mtimeMs } = statSync(disk)
  return `${size} ${mtimeMs}`
}
