import type { PlayerState } from '../stores/live-room'
import type { MachineTable, StreamEffect } from './machine'

/**
 * A shopper's picture. `playing` begins with the first rendered frame. A stream that ends is a host who is away, never
 * the end of the show: only the room's own truth brings `showOver`.
 */
export type PlayerEvent =
  | 'play'
  | 'firstFrame' // 2003
  | 'moving' // 2004 after a stall, or frames counted by netstatus
  | 'loading' // 2007
  | 'lineLost' // 2103: the tag is trying again by itself
  | 'gaveUp' // -2301, 3001…: we have to try
  | 'suspended' // 6000
  | 'resumed' // the app is in front again
  | 'hostGone' // the stream left the room
  | 'hostBack' // the stream is in the room (again)
  | 'overdue'
  | 'exhausted'
  | 'retry' // the person
  | 'showOver'
  | 'stop'

const OVER = { to: 'ended', effects: ['settle', 'close'] } as const
const OFF = { to: 'idle', effects: ['settle', 'close'] } as const
// The last frame stays on screen while we wait: a stopped player would be black.
const AWAY = { to: 'host-away', effects: ['settle', 'release'] } as const
const TRY_LATER = { to: 'recovering', effects: ['release', 'retryLater'] } as const
const GIVEN_UP = { to: 'failed', effects: ['settle', 'close'] } as const
const BEGIN = { to: 'requesting', effects: ['open', 'watch'] } as const
const AGAIN = { to: 'recovering', effects: ['release', 'open', 'watch'] } as const
const PLAYING = { to: 'playing', effects: ['settle'] } as const

export const PLAYER: MachineTable<PlayerState, PlayerEvent, StreamEffect> = {
  idle: { play: BEGIN, showOver: { to: 'ended' } },
  requesting: {
    firstFrame: PLAYING,
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: TRY_LATER,
    overdue: AGAIN,
    exhausted: GIVEN_UP,
    hostGone: AWAY,
    showOver: OVER,
    stop: OFF,
  },
  playing: {
    loading: { to: 'stalled', effects: ['watch'] },
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: TRY_LATER,
    suspended: { to: 'stalled', effects: ['settle'] },
    hostGone: AWAY,
    showOver: OVER,
    stop: OFF,
  },
  stalled: {
    firstFrame: PLAYING,
    moving: PLAYING,
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: TRY_LATER,
    overdue: AGAIN,
    exhausted: GIVEN_UP,
    resumed: AGAIN,
    hostGone: AWAY,
    showOver: OVER,
    stop: OFF,
  },
  'host-away': { hostBack: BEGIN, retry: BEGIN, showOver: OVER, stop: OFF },
  recovering: {
    firstFrame: PLAYING,
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: TRY_LATER,
    overdue: AGAIN,
    hostBack: AGAIN,
    resumed: AGAIN,
    exhausted: GIVEN_UP,
    hostGone: AWAY,
    showOver: OVER,
    stop: OFF,
  },
  failed: { retry: BEGIN, hostBack: BEGIN, hostGone: AWAY, showOver: OVER, stop: OFF },
  ended: {},
}
