import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Readable by its owner alone (mode 600); a crash while writing leaves the old content. */
export function writePrivateFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.${process.pid}.tmp`
  writeFileSync(fresh, content, { mode: 0o600 })
  renameSync(fresh, file)
}
