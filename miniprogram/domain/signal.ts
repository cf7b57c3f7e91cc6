import type { PinnedItem } from './api/pinned-item'
import type { RoomSnapshot } from './api/room'

/** The reserved ZEGO userID that signals come from. `token` never issues it; name and text of a message prove nothing. */
export const SYSTEM_USER_ID = 'kaibo-system'

/** A change of the room, sent as a barrage of the system category: ≤ 1 KB, may be lost, so it carries the whole new value. */
export interface RoomSignal {
  readonly kind: 'room'
  readonly room: Pick<
    RoomSnapshot,
    'roomID' | 'rev' | 'status' | 'streamID' | 'startedAt' | 'endedAt' | 'awaySince' | 'pinned' | 'shelfRev'
  >
}

/** Sent with every beat of the anchor: a phone whose `rev` is smaller missed a signal and reads the snapshot. */
export interface Beacon {
  readonly kind: 'beacon'
  readonly roomID: string
  readonly rev: number
  /** Pieces left of number 1…n of the shelf `shelfRev`; not there when the shelf is empty. */
  readonly shelf?: { readonly shelfRev: number; readonly stocks: readonly number[] }
}

/** Anything that is not exactly a signal or a beacon is answered with null: a viewer's phone can be modified. */
export function parseSignal(fromUserID: string, message: string): RoomSignal | Beacon | null {
  if (fromUserID !== SYSTEM_USER_ID) return null
  let value: unknown
  try {
    value = JSON.parse(message)
  } catch {
    return null
  }
  return isRoomSignal(value) || isBeacon(value) ? value : null
}

function isRoomSignal(value: unknown): value is RoomSignal {
  const signal = value as Partial<RoomSignal> | null
  const room = signal?.room as Partial<RoomSignal['room']> | undefined
  return (
    signal?.kind === 'room' &&
    typeof room?.roomID === 'string' &&
    isRev(room.rev) &&
    (room.status === 'created' || room.status === 'live' || room.status === 'ended') &&
    (room.streamID === null || typeof room.streamID === 'string') &&
    isWholeOrNull(room.startedAt) &&
    isWholeOrNull(room.endedAt) &&
    isWholeOrNull(room.awaySince) &&
    isRev(room.shelfRev) &&
    (room.pinned === null || isPinned(room.pinned))
  )
}

function isPinned(value: unknown): value is PinnedItem {
  const item = value as Partial<PinnedItem> | null | undefined
  return (
    typeof item?.goodsID === 'string' &&
    typeof item.title === 'string' &&
    typeof item.picture === 'string' &&
    typeof item.isFrom === 'boolean' &&
    [item.number, item.priceFen, item.stock, item.pinnedAt].every(Number.isSafeInteger) &&
    isWholeOrNull(item.insteadOfFen)
  )
}

function isBeacon(value: unknown): value is Beacon {
  const beacon = value as Partial<Beacon> | null
  return (
    beacon?.kind === 'beacon' &&
    typeof beacon.roomID === 'string' &&
    isRev(beacon.rev) &&
    (beacon.shelf === undefined || isStocks(beacon.shelf))
  )
}

function isStocks(value: unknown): value is Beacon['shelf'] {
  const shelf = value as Beacon['shelf'] | null
  return isRev(shelf?.shelfRev) && Array.isArray(shelf?.stocks) && shelf.stocks.every(Number.isSafeInteger)
}

const isRev = (value: unknown) => Number.isSafeInteger(value)
const isWholeOrNull = (value: unknown) => value === null || Number.isSafeInteger(value)
