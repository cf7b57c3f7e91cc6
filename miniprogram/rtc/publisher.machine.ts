import type { MachineTable, StreamEffect } from './machine'
import type { PublisherState } from './ports'

/** Without a frame sent for so long while our own line is fine, the stream is opened anew. */
export const SILENT_AFTER_MS = 10_000

/** What a publisher can hear. The sentences stand in docs/streams.md. */
export const PUBLISHER_EVENT_MEANINGS = {
  prepare: 'the room is opened, the camera is on',
  start: "the room's truth names the stream",
  confirmed: 'PUBLISHING from the SDK: the room sees the stream',
  lineLost: '1102…: the component is trying again by itself',
  cutOff: 'the same while the phone has network and ZEGO has us: the media server let us go',
  gaveUp: '-1307, or the SDK dropped the stream: we have to try',
  silent: 'no frame for 10 s while our own line is fine',
  deviceLost: 'camera or microphone cannot be used',
  refused: 'no right to publish',
  suspended: '5000 background, 5001 phone call, audio taken',
  resumed: 'in front again, or the call is over',
  networkLost: 'the phone has no network',
  networkBack: 'the phone has network again',
  networkSwitched: 'Wi-Fi → 5G: open connections die without a word',
  relogged: "we logged in to ZEGO's room anew: it has forgotten our stream",
  overdue: 'the watched stream has not come',
  exhausted: 'two minutes of failing tries',
  retry: 'the person',
  stop: 'the end, or leaving',
} as const

export type PublisherEvent = keyof typeof PUBLISHER_EVENT_MEANINGS

const OVER = { to: 'stopped', effects: ['settle', 'close'] } as const
const DEAD = { to: 'failed', effects: ['settle', 'close'] } as const
const BEGIN = { to: 'connecting', effects: ['open', 'watch'] } as const
// WeChat would push a still picture without sound: the stream is taken out of the room, so that everybody sees it.
const PAUSED = { to: 'interrupted', effects: ['settle', 'close'] } as const
// The component may have died without a word: begin anew, with full patience.
const AFRESH = { to: 'recovering', effects: ['settle', 'reopen', 'watch'] } as const
// Whether ZEGO tells viewers of a stream that the component brings back by itself is not known; of a new one it does, at once.
const CUT_OFF = AFRESH
const CONNECT_AFRESH = { to: 'connecting', effects: ['settle', 'reopen', 'watch'] } as const

/**
 * The anchor's stream. `live` means that ZEGO has confirmed it to the room, not that the camera is on. A call or the
 * background interrupts; a lost line recovers by itself, a stream that was
 * cut off is published anew. It fails when a device is dead, when ZEGO refuses, or after two
 * minutes without success; a network that comes back, or the person, begins again.
 */
export const PUBLISHER: MachineTable<PublisherState, PublisherEvent, StreamEffect> = {
  idle: { prepare: { to: 'preparing' }, start: BEGIN, stop: OVER },
  preparing: { start: BEGIN, deviceLost: DEAD, stop: OVER },
  connecting: {
    confirmed: { to: 'live', effects: ['settle'] },
    lineLost: { to: 'connecting', effects: ['watch'] },
    gaveUp: { to: 'connecting', effects: ['close', 'retryLater'] },
    overdue: { to: 'connecting', effects: ['reopen', 'watch'] },
    networkBack: CONNECT_AFRESH,
    networkSwitched: CONNECT_AFRESH,
    relogged: CONNECT_AFRESH,
    suspended: PAUSED,
    exhausted: DEAD,
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  live: {
    lineLost: { to: 'recovering', effects: ['watch'] },
    cutOff: CUT_OFF,
    networkLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: { to: 'recovering', effects: ['close', 'retryLater'] },
    silent: AFRESH,
    networkBack: AFRESH,
    networkSwitched: AFRESH,
    relogged: AFRESH,
    suspended: PAUSED,
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  interrupted: {
    // Whether the component resumes by itself differs between phones: begin anew, it is the one way that works on all.
    resumed: AFRESH,
    retry: AFRESH,
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  recovering: {
    confirmed: { to: 'live', effects: ['settle'] },
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: { to: 'recovering', effects: ['close', 'retryLater'] },
    overdue: { to: 'recovering', effects: ['reopen', 'watch'] },
    networkBack: AFRESH,
    networkSwitched: AFRESH,
    relogged: AFRESH,
    suspended: PAUSED,
    exhausted: DEAD,
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  failed: {
    retry: BEGIN,
    networkBack: BEGIN,
    networkSwitched: BEGIN,
    relogged: BEGIN,
    resumed: BEGIN,
    stop: { to: 'stopped' },
  },
  stopped: {},
}
