import type { MachineTable, StreamEffect } from './machine'
import type { PlayerState } from './ports'

/** Without a frame for so long, the screen says that it waits. */
export const STALLED_AFTER_MS = 4_000
/** Without a frame for so long while our own line is fine, the anchor is away (docs/architecture.md). */
export const ANCHOR_AWAY_AFTER_MS = 10_000

/** What a player can hear. The sentences stand in docs/streams.md. */
export const PLAYER_EVENT_MEANINGS = {
  play: "the room's truth names the stream",
  firstFrame: '2003: a frame was rendered',
  moving: '2004, or frames counted by netstatus',
  loading: '2007, or no frame for 4 s',
  starved: 'no frame for 10 s while our own line is fine',
  lineLost: '2103…: the component is trying again by itself',
  gaveUp: '-2301…: we have to try',
  suspended: '6000: in the background',
  resumed: 'in front again, or the call is over',
  networkBack: 'the phone has network again',
  networkSwitched: 'Wi-Fi → 5G: open connections die without a word',
  relogged: "we logged in to ZEGO's room anew: it has forgotten our streams",
  anchorGone: 'the stream left the room',
  anchorBack: 'the stream is in the room (again)',
  overdue: 'the watched stream has not come',
  probe: 'time to look whether the anchor is back',
  exhausted: 'two minutes of failing tries',
  retry: 'the person, or the truth says that the anchor is back',
  showOver: "the room's truth says that the show is over",
  stop: 'another stream, or leaving',
} as const

export type PlayerEvent = keyof typeof PLAYER_EVENT_MEANINGS

const OVER = { to: 'ended', effects: ['settle', 'close'] } as const
const OFF = { to: 'idle', effects: ['settle', 'close'] } as const
// The last frame stays on screen while we wait: a stopped player would be black.
const AWAY = { to: 'anchor-away', effects: ['settle', 'release', 'probeLater'] } as const
// The room still has the stream: we hold on to it, so that its next frame is seen at once.
const STARVED = { to: 'anchor-away', effects: ['settle', 'probeLater'] } as const
// Events get lost: while the anchor is away we look for ourselves, ever more rarely.
const PROBE = { to: 'anchor-away', effects: ['release', 'open', 'probeLater'] } as const
// The stream is there, its frames may not be: away until one is shown.
const ANCHOR_BACK = { to: 'anchor-away', effects: ['settle', 'release', 'open', 'probeLater'] } as const
const TRY_LATER = { to: 'recovering', effects: ['release', 'retryLater'] } as const
const GIVEN_UP = { to: 'failed', effects: ['settle', 'close'] } as const
const BEGIN = { to: 'requesting', effects: ['open', 'watch'] } as const
const AGAIN = { to: 'recovering', effects: ['release', 'open', 'watch'] } as const
// Something changed for the better: patience starts anew.
const AFRESH = { to: 'recovering', effects: ['settle', 'release', 'open', 'watch'] } as const
const PLAYING = { to: 'playing', effects: ['settle'] } as const
const LINE_LOST = { to: 'recovering', effects: ['watch'] } as const

/**
 * A viewer's picture. `playing` begins with the first rendered frame. A stream that ends is an anchor who is away, never
 * the end of the show: only the room's own truth brings `showOver`.
 */
export const PLAYER: MachineTable<PlayerState, PlayerEvent, StreamEffect> = {
  idle: { play: BEGIN, showOver: { to: 'ended' } },
  requesting: {
    firstFrame: PLAYING,
    lineLost: LINE_LOST,
    gaveUp: TRY_LATER,
    overdue: AGAIN,
    exhausted: GIVEN_UP,
    networkBack: AFRESH,
    networkSwitched: AFRESH,
    relogged: AFRESH,
    resumed: AFRESH,
    anchorGone: AWAY,
    starved: STARVED,
    showOver: OVER,
    stop: OFF,
  },
  playing: {
    loading: { to: 'stalled', effects: ['watch'] },
    lineLost: LINE_LOST,
    gaveUp: TRY_LATER,
    networkBack: AFRESH,
    networkSwitched: AFRESH,
    relogged: AFRESH,
    suspended: { to: 'stalled', effects: ['settle'] },
    anchorGone: AWAY,
    starved: STARVED,
    showOver: OVER,
    stop: OFF,
  },
  stalled: {
    firstFrame: PLAYING,
    moving: PLAYING,
    lineLost: LINE_LOST,
    gaveUp: TRY_LATER,
    overdue: AGAIN,
    exhausted: GIVEN_UP,
    networkBack: AFRESH,
    networkSwitched: AFRESH,
    relogged: AFRESH,
    resumed: AFRESH,
    retry: AFRESH,
    anchorBack: AFRESH,
    anchorGone: AWAY,
    starved: STARVED,
    showOver: OVER,
    stop: OFF,
  },
  'anchor-away': {
    firstFrame: PLAYING,
    moving: PLAYING,
    gaveUp: { to: 'anchor-away', effects: ['release'] },
    probe: PROBE,
    networkBack: PROBE,
    networkSwitched: PROBE,
    relogged: PROBE,
    resumed: PROBE,
    retry: PROBE,
    anchorBack: ANCHOR_BACK,
    showOver: OVER,
    stop: OFF,
  },
  recovering: {
    firstFrame: PLAYING,
    moving: PLAYING,
    lineLost: LINE_LOST,
    gaveUp: TRY_LATER,
    overdue: AGAIN,
    exhausted: GIVEN_UP,
    networkBack: AFRESH,
    networkSwitched: AFRESH,
    relogged: AFRESH,
    resumed: AFRESH,
    retry: AFRESH,
    anchorBack: AFRESH,
    anchorGone: AWAY,
    starved: STARVED,
    showOver: OVER,
    stop: OFF,
  },
  failed: {
    retry: BEGIN,
    networkBack: BEGIN,
    networkSwitched: BEGIN,
    relogged: BEGIN,
    resumed: BEGIN,
    anchorBack: BEGIN,
    anchorGone: AWAY,
    showOver: OVER,
    stop: OFF,
  },
  ended: {},
}
