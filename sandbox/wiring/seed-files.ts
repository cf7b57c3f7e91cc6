import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { z } from 'zod'
import type { SeedFile } from '../cloud/cloud.ts'
import { SandboxError } from '../errors.ts'
import { readJsonFile } from '../read-json-file.ts'

const documentsSchema = z.array(z.record(z.string(), z.unknown()))

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
}

/** A seed's documents: a JSON list, values as EJSON writes them. Throws SandboxError BAD_PROJECT. */
export const readSeedDocuments = (file: string): Record<string, unknown>[] =>
  readJsonFile(file, documentsSchema)

/** Every file of `folder`, to lie in cloud storage under `to`. Throws SandboxError BAD_PROJECT. */
export function readSeedFolder(folder: string, to: string): SeedFile[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => ({
        cloudPath: `${to}/${name}`,
        content: new Uint8Array(readFileSync(join(folder, name))),
        contentType: TYPES[extname(name)],
      }))
  } catch (error) {
    throw new SandboxError('BAD_PROJECT', `${folder}: ${(error as Error).message}`)
  }
}
