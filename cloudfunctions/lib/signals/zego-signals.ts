import { type Beacon, type RoomSignal, SYSTEM_USER_ID } from '../../../miniprogram/domain/signal'
import { describeError, type Log } from '../log'
import type { Room } from '../rooms/room-document'
import type { ZegoServerApi } from '../zego/server-api'
import type { Signals } from './signals'

/** ZEGO's limit of one message. */
export const SIGNAL_MAX_BYTES = 1024

/** The whole new state in one message, so that an ordinary change costs no phone a read. */
export function roomSignal(room: Room): string {
  const { _id, rev, status, streamID, startedAt, endedAt, awaySince, pinned, shelfRev } = room
  const signal: RoomSignal = {
    kind: 'room',
    room: { roomID: _id, rev, status, streamID, startedAt, endedAt, awaySince, pinned, shelfRev },
  }
  return JSON.stringify(signal)
}

export function roomBeacon({ _id, rev }: Pick<Room, '_id' | 'rev'>, shelf?: Beacon['shelf']): string {
  return JSON.stringify({ kind: 'beacon', roomID: _id, rev, ...(shelf && { shelf }) } satisfies Beacon)
}

/** Signals as barrages from the reserved user: the one kind of message that reaches more than the first 500 of a room. */
export function zegoSignals(deps: { zego: ZegoServerApi; log: Log; secrets: readonly string[] }): Signals {
  async function send({ _id, rev }: Pick<Room, '_id' | 'rev'>, content: string): Promise<void> {
    try {
      await deps.zego.sendSystemBarrage({ roomID: _id, userID: SYSTEM_USER_ID, content })
    } catch (error) {
      deps.log({ event: 'signal-failed', roomID: _id, rev, error: describeError(error, deps.secrets) })
    }
  }

  return {
    roomChanged: (room) => send(room, roomSignal(room)),
    beacon: (room, shelf) => send(room, roomBeacon(room, shelf)),
  }
}
