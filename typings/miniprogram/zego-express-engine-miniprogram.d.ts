/**
 * zego-express-engine-miniprogram 3.6.0 as its code behaves. The package's own .d.ts pulls in the DOM and the Web SDK,
 * and differs from the code: roomStreamUpdate has no extendedData and no urls; setGeoFence, setCloudProxyConfig and
 * setLocalProxyConfig are empty; `server` is ignored. Sources: the package's bundle, run; ZEGO docs "API reference,
 * mini program". Only what this app calls is listed.
 */
declare module 'zego-express-engine-miniprogram' {
  type Stream = { streamID: string; user: { userID: string; userName: string }; extraInfo: string }
  type StreamState = { streamID: string; errorCode: number; extendedData: string }

  interface ZegoEvents {
    roomStateChanged(
      roomID: string,
      reason:
        | 'LOGINING'
        | 'LOGINED'
        | 'LOGIN_FAILED'
        | 'RECONNECTING'
        | 'RECONNECTED'
        | 'RECONNECT_FAILED'
        | 'KICKOUT'
        | 'LOGOUT'
        | 'LOGOUT_FAILED',
      code: number,
      extendedData: string,
    ): void
    roomOnlineUserCountUpdate(roomID: string, count: number): void
    roomStreamUpdate(roomID: string, type: 'ADD' | 'DELETE', streams: Stream[]): void
    IMRecvBarrageMessage(
      roomID: string,
      messages: {
        fromUser: { userID: string; userName: string }
        message: string
        sendTime: number
        messageID: string
      }[],
    ): void
    tokenWillExpire(roomID: string): void
    publisherStateUpdate(
      result: StreamState & { state: 'NO_PUBLISH' | 'PUBLISH_REQUESTING' | 'PUBLISHING' },
    ): void
    playerStateUpdate(result: StreamState & { state: 'NO_PLAY' | 'PLAY_REQUESTING' | 'PLAYING' }): void
  }

  export class ZegoExpressEngine {
    constructor(appID: number, server: string | string[])
    setLogConfig(config: {
      logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'report' | 'disable'
      remoteLogLevel?: 'debug' | 'info' | 'warn' | 'error' | 'report' | 'disable'
      logURL?: string
    }): boolean
    /** With no server at all it never settles. Resolves before roomStateChanged and roomStreamUpdate arrive. */
    loginRoom(
      roomID: string,
      token: string,
      user: { userID: string; userName?: string },
      config?: { userUpdate?: boolean; maxMemberCount?: number },
    ): Promise<boolean>
    logoutRoom(roomID?: string): void
    renewToken(token: string, roomID?: string): boolean
    startPublishingStream(
      streamID: string,
      option?: { sourceType?: 'BGP' | 'CDN'; streamParams?: string; extraInfo?: string; roomID?: string },
    ): Promise<{ streamID: string; url: string }>
    stopPublishingStream(streamID: string): boolean
    startPlayingStream(
      streamID: string,
      option?: { sourceType?: 'BGP' | 'CDN'; streamParams?: string; isMix?: boolean },
    ): Promise<{ streamID: string; url: string }>
    stopPlayingStream(streamID: string): void
    /** Reads event.detail.code. */
    updatePlayerState(streamID: string, event: unknown): void
    /** Reads event.detail.info. */
    updatePlayerNetStatus(streamID: string, event: unknown): void
    on<E extends keyof ZegoEvents>(event: E, listener: ZegoEvents[E]): boolean
    off<E extends keyof ZegoEvents>(event: E, listener?: ZegoEvents[E]): boolean
    destroyEngine(): void
  }
}
