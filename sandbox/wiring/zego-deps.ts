import type { MediaHandle } from '../media/media.ts'
import type { Project } from '../project/project.ts'
import type { ZegoDeps, ZegoHandle } from '../zego/zego.ts'
import type { Placeholders } from './placeholders.ts'

type ZegoConfig = NonNullable<Project['config']['zego']>
type Secret = (name: string) => string

export interface ZegoWiring {
  readonly zego: ZegoConfig
  readonly secret: Secret
  readonly media: MediaHandle
  /** Address of the HTTP functions; null = there are none. */
  readonly httpUrl: () => Promise<string | null>
}

/** ZEGO of a project: it gives out the media server's address, and its callbacks go to one HTTP function. */
export function zegoDepsOf({ zego, secret, media, httpUrl }: ZegoWiring): ZegoDeps {
  const { appID, callbackFunction, publishPrivilege } = zego
  return {
    appID,
    serverSecret: secret('zego.server'),
    rtmpHost: () => media.rtmpHost,
    isLive: (streamID) => media.streams().some((stream) => stream.streamID === streamID && stream.publishing),
    callbacks: {
      secret: secret('zego.callback'),
      url: async () => {
        const url = callbackFunction === undefined ? null : await httpUrl()
        return url === null ? null : `${url}/${callbackFunction}`
      },
    },
    publishPrivilege,
  }
}

/** What functions need to be ZEGO's customer. */
export const zegoPlaceholders = (
  handle: ZegoHandle,
  { appID }: ZegoConfig,
  secret: Secret,
): Placeholders => ({
  'zego.appID': () => String(appID),
  'zego.serverSecret': () => secret('zego.server'),
  'zego.callbackSecret': () => secret('zego.callback'),
  'zego.serverApiUrl': () => handle.serverApiUrl,
})
