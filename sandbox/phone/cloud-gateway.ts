import type { PhoneRequests } from './link/link.ts'

type Answer<M extends keyof PhoneRequests> = Promise<PhoneRequests[M]['result']>

/** CloudBase as phones reach it, each call as a person. Rejects with {errCode, errMsg} in the cloud client's wording. */
export interface CloudGateway {
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
export function cloudHandlers(gateway: CloudGateway, person: () => string): CloudHandlers {
  const files = () => {
    if (!gateway.files) throw new Error('this sandbox has no cloud storage')
    return gateway.files
  }
  return {
    'cloud.callFunction': ({ name, data }) => gateway.callFunction(person(), name, data),
    'cloud.database': (request) => {
      if (!gateway.database) throw new Error('phones have no database here')
      return gateway.database(person(), request)
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
