import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writePrivateFile } from '../private-file.ts'

/** Who runs the sandbox of a data folder; `url` is null while it starts. */
const lockSchema = z.object({ pid: z.int().positive(), url: z.string().nullable() })

export type LockContent = z.infer<typeof lockSchema>

export interface Lock {
  /** Makes the address known to a second `auto`. */
  announce(url: string): void
  /** Twice is harmless. */
  release(): void
}

/**
 * One sandbox a data folder. Answers the lock, or who holds it. A lock whose process is gone is taken over.
 */
export function takeLock(file: string): Lock | LockContent {
  mkdirSync(dirname(file), { recursive: true })
  // Written aside and linked: nobody ever reads a half-written lock.
  const fresh = `${file}.${process.pid}.${Date.now()}`
  writeFileSync(fresh, JSON.stringify({ pid: process.pid, url: null } satisfies LockContent), { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(fresh, file)
        return ownLock(file)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const holder = readLock(file)
        if (holder) return holder
        rmSync(file, { force: true })
      }
    }
    throw new Error(`${file} cannot be locked`)
  } finally {
    rmSync(fresh, { force: true })
  }
}

export const isLock = (taken: Lock | LockContent): taken is Lock => 'release' in taken

/** null = nobody, or the process is gone. */
export function readLock(file: string): LockContent | null {
  try {
    const content = lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return isAlive(content.pid) ? content : null
  } catch {
    return null
  }
}

function ownLock(file: string): Lock {
  let held = true
  return {
    announce: (url) =>
      writePrivateFile(file, JSON.stringify({ pid: process.pid, url } satisfies LockContent)),
    release: () => {
      if (held) rmSync(file, { force: true })
      held = false
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
