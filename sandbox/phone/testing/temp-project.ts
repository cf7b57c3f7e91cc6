import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Writes a project of the given files (objects as JSON) to a folder of its own; `remove` takes it away. */
export function tempProject(files: Record<string, unknown>): { readonly root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'phone-project-'))
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}
