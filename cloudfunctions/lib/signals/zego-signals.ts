import { type RoomSignal, SYSTEM_USER_ID } from '../../../miniprogram/domain/signal'
import { describeError, type Log } from '../log'
import type { Room } from '../rooms/room-document'
import type { ZegoServerApi } from '../zego/server-api'
import type { Signals } from './signals'

/** ZEGO's limit of one message. */
export const SIGNAL_MAX_BYTES = 1024

/** The whole new state in one message, so that an ordinary change costs no phone a read. */
export function roomSignal({ _id, rev, status, streamID, startedAt, endedAt }: Room): string {
  const signal: RoomSignal = {
    kind: 'room',
    room: { roomID: _id, rev, status, streamID, startedAt, endedAt },
  }
  return JSON.stringify(signal)
}

/** Signals as barrages from the reserved user: the one kind of message that reaches more than the first 500 of a room. */
export function zegoSignals(deps: { zego: ZegoServerApi; log: Log; secrets: readonly string[] }): Signals {
  return {
    async roomChanged(room) {
      try {
        await deps.zego.sendSystemBarrage({
          roomID: room._id,
          userID: SYSTEM_USER_ID,
          content: roomSignal(room),
        })
      } catch (error) {
        deps.log({
          event: 'signal-failed',
          roomID: room._id,
          rev: room.rev,
          error: describeError(error, deps.secrets),
        })
      }
    },
  }
}
