import type { PhoneRequests } from './link/link.ts'

type Answer<M extends keyof PhoneRequests> = Promise<PhoneRequests[M]['result']>

/** CloudBase as phones reach it, each call as a person. Rejects with {errCode, errMsg} in the cloud client's wording. */
export interface CloudDoor {
  callFunction(person: string, name: string, data: unknown): Answer<'cloud.callFunction'>
  /** Absent = phones have no database here. The request is checked by the cloud. */
  database?(person: string, request: Readonly<Record<string, unknown>>): Answer<'cloud.database'>
  /** Absent = this sandbox has no cloud storage. */
  readonly files?: {
    /** Answers the fileID. */
    upload(person: string, cloudPath: string, bytes: Uint8Array, contentType: string): Promise<string>
    tempUrls(
      person: string,
      fileIDs: readonly string[],
    ): Promise<PhoneRequests['cloud.getTempFileURL']['result']['fileList']>
    remove(
      person: string,
      fileIDs: readonly string[],
    ): Promise<PhoneRequests['cloud.deleteFile']['result']['fileList']>
  }
}

type CloudHandlers = {
  [M in keyof PhoneRequests & `cloud.${string}`]: (params: PhoneRequests[M]['params']) => Answer<M>
}

/** What a phone asks of the cloud, as the person it belongs to. */
export function cloudHandlers(door: CloudDoor, person: () => string): CloudHandlers {
  const files = () => {
    if (!door.files) throw new Error('this sandbox has no cloud storage')
    return door.files
  }
  return {
    'cloud.callFunction': ({ name, data }) => door.callFunction(person(), name, data),
    'cloud.database': (request) => {
      if (!door.database) throw new Error('phones have no database here')
      return door.database(person(), request)
    },
    'cloud.uploadFile': async ({ cloudPath, base64, contentType }) => {
      const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
      return { fileID: await files().upload(person(), cloudPath, bytes, contentType) }
    },
    'cloud.getTempFileURL': async ({ fileIDs }) => ({
      fileList: await files().tempUrls(person(), fileIDs),
    }),
    'cloud.deleteFile': async ({ fileIDs }) => ({ fileList: await files().remove(person(), fileIDs) }),
  }
}
