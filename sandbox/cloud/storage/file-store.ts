import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CloudError } from '../errors.ts'
import { MAX_CLOUD_PATH_BYTES } from '../limits.ts'

const noteSchema = z.object({ owner: z.string().optional(), contentType: z.string().optional() })

export interface FileNote {
  /** openid of the person who uploaded it; absent = a function did. */
  readonly owner?: string
  readonly contentType?: string
}

/** The files of one environment: `cloud://ENV.BUCKET/path`, each in a file named after the hash of its path. */
export class FileStore {
  readonly #dir: string
  readonly #prefix: string

  constructor(dir: string, envId: string) {
    this.#dir = dir
    this.#prefix = `cloud://${envId}.sandbox-${envId}/`
  }

  /** Throws CloudError INVALID_PARAM for a path that WeChat's naming rules refuse. */
  fileIdOf(cloudPath: string): string {
    const bad =
      cloudPath === '' ||
      Buffer.byteLength(cloudPath) > MAX_CLOUD_PATH_BYTES ||
      cloudPath.startsWith('/') ||
      cloudPath.includes('//') ||
      cloudPath.split('/').some((step) => step === '.' || step === '..')
    if (bad) throw new CloudError('INVALID_PARAM', `invalid cloudPath: ${cloudPath}`)
    return this.#prefix + cloudPath
  }

  /** undefined when the id belongs to another environment. */
  pathOf(fileId: string): string | undefined {
    return fileId.startsWith(this.#prefix) ? fileId.slice(this.#prefix.length) : undefined
  }

  /** The same path again replaces the file. */
  async write(cloudPath: string, content: Uint8Array, note: FileNote = {}): Promise<void> {
    await mkdir(this.#dir, { recursive: true })
    const place = this.#placeOf(cloudPath)
    const unfinished = `${place}.${process.hrtime.bigint()}`
    await writeFile(unfinished, content)
    // The note first: a file is never there without the owner that it belongs to.
    await writeFile(`${place}.json`, JSON.stringify(note))
    await rename(unfinished, place)
  }

  /** undefined when there is no such file. */
  async noteOf(cloudPath: string): Promise<FileNote | undefined> {
    const place = this.#placeOf(cloudPath)
    if ((await this.read(cloudPath)) === undefined) return undefined
    return noteSchema.parse(JSON.parse(await readFile(`${place}.json`, 'utf8').catch(() => '{}')))
  }

  async read(cloudPath: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return new Uint8Array(await readFile(this.#placeOf(cloudPath)))
    } catch {
      return undefined
    }
  }

  async remove(cloudPath: string): Promise<boolean> {
    const existed = (await this.read(cloudPath)) !== undefined
    await rm(this.#placeOf(cloudPath), { force: true })
    await rm(`${this.#placeOf(cloudPath)}.json`, { force: true })
    return existed
  }

  async clear(): Promise<void> {
    await rm(this.#dir, { recursive: true, force: true })
  }

  #placeOf(cloudPath: string): string {
    return join(this.#dir, createHash('sha256').update(cloudPath).digest('hex'))
  }
}
