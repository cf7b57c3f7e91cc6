import type { FileServer } from './file-server.ts'
import type { FileStore } from './file-store.ts'

export interface SignedAddress {
  readonly fileID: string
  readonly code: 'SUCCESS' | 'STORAGE_FILE_NONEXIST'
  readonly tempFileURL: string
  /** Seconds. */
  readonly maxAge: number
}

/** One file's temporary address; a missing file has none. */
export async function signedAddress(
  files: FileStore,
  fileServer: FileServer,
  fileID: string,
  maxAge: number,
): Promise<SignedAddress> {
  const path = files.pathOf(fileID)
  if (path === undefined || !(await files.read(path)))
    return { fileID, code: 'STORAGE_FILE_NONEXIST', tempFileURL: '', maxAge }
  return { fileID, code: 'SUCCESS', tempFileURL: fileServer.addressOf(path, maxAge), maxAge }
}
