import type { CloseType } from './pushes.ts'
import type { RoomSessionID, RoomStream, RoomUser } from './room-state.ts'

/** Which life of which room, and how far it has counted when the event happened. */
export interface RoomMoment {
  readonly roomID: string
  readonly roomSessionID: RoomSessionID
  readonly userSeq: number
  readonly streamSeq: number
  /** ms */
  readonly at: number
}

/** What happens in the rooms, for whoever is not a phone: callbacks, counters, media admission. In order. */
export type RoomEvent = RoomMoment &
  (
    | { readonly type: 'roomCreated'; readonly creatorID: string }
    /** `isAnnounced` false = the app server closed it and wants no callback. */
    | { readonly type: 'roomClosed'; readonly why: CloseType; readonly isAnnounced: boolean }
    /** `isReturn` = the SDK came back by itself after a lost socket. */
    | { readonly type: 'entered'; readonly user: RoomUser; readonly isReturn: boolean }
    | {
        readonly type: 'left'
        readonly user: RoomUser
        readonly why: CloseType
        /** ms of this login in which the person published nothing. */
        readonly watchedMs: number
      }
    /** `isAgain` = the publisher said once more what the room already knew. */
    | { readonly type: 'streamAdded'; readonly stream: RoomStream; readonly isAgain: boolean }
    | { readonly type: 'streamDeleted'; readonly stream: RoomStream; readonly why: CloseType }
  )

export type RoomListener = (event: RoomEvent) => void
