import { CloudError } from '../errors.ts'
import { DEFAULT_URL_AGE_S, MAX_FILE_BYTES, MAX_FILES_AT_ONCE } from '../limits.ts'
import type { FileServer } from '../storage/file-server.ts'
import type { FileStore } from '../storage/file-store.ts'
import { signedAddress } from '../storage/signed-addresses.ts'
import type { CloudCaller } from '../workers/identity.ts'

/** As in `fileList` of wx.cloud.getTempFileURL: `status` 0 = fine, -503003 = no such file. */
export interface ClientTempUrl {
  readonly fileID: string
  readonly tempFileURL: string
  readonly status: number
  readonly errMsg: string
  /** Seconds. */
  readonly maxAge: number
}

/** As in `fileList` of wx.cloud.deleteFile: `status` 0 = gone, -503003 = no such file, -503002 = not yours. */
export interface ClientDeletion {
  readonly fileID: string
  readonly status: number
  readonly errMsg: string
}

const MISSING = { status: -503003, errMsg: 'storage file not exists' }
const NOT_YOURS = { status: -503002, errMsg: 'storage permission denied' }
const FINE = { status: 0, errMsg: 'ok' }

/**
 * Files from the phone under the environment's first rule, "everybody reads, the creator writes"; other rules cannot
 * be chosen (D-CL-08). What a function uploaded belongs to no person. All throw CloudError.
 */
export class ClientStorage {
  readonly #files: FileStore
  readonly #fileServer: FileServer

  constructor(files: FileStore, fileServer: FileServer) {
    this.#files = files
    this.#fileServer = fileServer
  }

  /** Answers the fileID. The same path again replaces the file when it is the caller's own. */
  async upload(
    { openid }: CloudCaller,
    cloudPath: string,
    bytes: Uint8Array,
    contentType?: string,
  ): Promise<string> {
    const fileID = this.#files.fileIdOf(cloudPath)
    if (bytes.byteLength > MAX_FILE_BYTES)
      throw new CloudError('STORAGE_FILE_TOO_LARGE', `the file exceeds ${MAX_FILE_BYTES} bytes`)
    const there = await this.#files.noteOf(cloudPath)
    if (there && there.owner !== openid) throw new CloudError('STORAGE_EXCEED_AUTHORITY', NOT_YOURS.errMsg)
    await this.#files.write(cloudPath, bytes, { owner: openid, contentType })
    return fileID
  }

  async tempUrls(fileIDs: readonly string[]): Promise<ClientTempUrl[]> {
    refuseTooMany(fileIDs)
    return Promise.all(
      fileIDs.map(async (fileID) => {
        const { code, tempFileURL, maxAge } = await signedAddress(
          this.#files,
          this.#fileServer,
          fileID,
          DEFAULT_URL_AGE_S,
        )
        return { fileID, tempFileURL, maxAge, ...(code === 'SUCCESS' ? FINE : MISSING) }
      }),
    )
  }

  async delete({ openid }: CloudCaller, fileIDs: readonly string[]): Promise<ClientDeletion[]> {
    refuseTooMany(fileIDs)
    return Promise.all(
      fileIDs.map(async (fileID) => {
        const path = this.#files.pathOf(fileID)
        const note = path === undefined ? undefined : await this.#files.noteOf(path)
        if (path === undefined || note === undefined) return { fileID, ...MISSING }
        if (note.owner !== openid) return { fileID, ...NOT_YOURS }
        await this.#files.remove(path)
        return { fileID, ...FINE }
      }),
    )
  }
}

function refuseTooMany(fileIDs: readonly string[]): void {
  if (fileIDs.length > MAX_FILES_AT_ONCE)
    throw new CloudError('INVALID_PARAM', `at most ${MAX_FILES_AT_ONCE} files at once`)
}
