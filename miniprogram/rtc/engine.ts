/**
 * ZegoExpressEngine 3.6.0 as this app uses it, with the behaviour seen in the package, where its own .d.ts promises
 * more. Tests drive live-room through this interface.
 */
export interface RtcEngine {
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
    option?: { sourceType?: 'BGP' | 'CDN'; roomID?: string },
  ): Promise<StreamAddress>
  stopPublishingStream(streamID: string): boolean
  startPlayingStream(streamID: string, option?: { sourceType?: 'BGP' | 'CDN' }): Promise<StreamAddress>
  stopPlayingStream(streamID: string): void
  updatePlayerState(streamID: string, event: unknown): void
  updatePlayerNetStatus(streamID: string, event: unknown): void
  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): boolean
  off<E extends keyof EngineEvents>(event: E, listener?: EngineEvents[E]): boolean
}

export interface StreamAddress {
  readonly streamID: string
  /** rtmp://… */
  readonly url: string
}

export interface EngineEvents {
  roomStateChanged(roomID: string, reason: RoomStateReason, code: number, extendedData: string): void
  roomOnlineUserCountUpdate(roomID: string, count: number): void
  roomStreamUpdate(roomID: string, type: 'ADD' | 'DELETE', streams: readonly { streamID: string }[]): void
  IMRecvBarrageMessage(
    roomID: string,
    messages: readonly { fromUser: { userID: string }; message: string }[],
  ): void
  tokenWillExpire(roomID: string): void
  publisherStateUpdate(result: StreamStateResult): void
  playerStateUpdate(result: StreamStateResult): void
}

export type RoomStateReason =
  | 'LOGINING'
  | 'LOGINED'
  | 'LOGIN_FAILED'
  | 'RECONNECTING'
  | 'RECONNECTED'
  | 'RECONNECT_FAILED'
  | 'KICKOUT'
  | 'LOGOUT'
  | 'LOGOUT_FAILED'

export interface StreamStateResult {
  readonly streamID: string
  readonly state:
    | 'NO_PUBLISH'
    | 'PUBLISH_REQUESTING'
    | 'PUBLISHING'
    | 'NO_PLAY'
    | 'PLAY_REQUESTING'
    | 'PLAYING'
  readonly errorCode: number
}
