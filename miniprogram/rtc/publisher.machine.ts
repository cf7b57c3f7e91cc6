import type { PublisherState } from '../stores/live-room'
import type { MachineTable, StreamEffect } from './machine'

/**
 * The anchor's stream. `live` means that ZEGO has confirmed it to the room, not that the camera is on.
 * A call or the background interrupts; a lost line recovers by itself; only a dead device, a refusal or too many
 * tries fail, and from there the person may try again.
 */
export type PublisherEvent =
  | 'prepare'
  | 'start'
  | 'confirmed' // PUBLISHING from the SDK: the room sees the stream
  | 'lineLost' // 1102, 3001…: the tag is trying again by itself
  | 'gaveUp' // -1307, or the SDK dropped the stream: we have to try
  | 'deviceLost' // camera or microphone cannot be used
  | 'refused' // no right to publish, token expired
  | 'suspended' // 5000 background, 5001 phone call
  | 'resumed' // the app is in front again
  | 'overdue'
  | 'exhausted'
  | 'retry' // the person
  | 'stop'

const OVER = { to: 'stopped', effects: ['settle', 'close'] } as const
const DEAD = { to: 'failed', effects: ['settle', 'close'] } as const

export const PUBLISHER: MachineTable<PublisherState, PublisherEvent, StreamEffect> = {
  idle: { prepare: { to: 'preparing' }, start: { to: 'connecting', effects: ['open', 'watch'] }, stop: OVER },
  preparing: { start: { to: 'connecting', effects: ['open', 'watch'] }, deviceLost: DEAD, stop: OVER },
  connecting: {
    confirmed: { to: 'live', effects: ['settle'] },
    lineLost: { to: 'connecting', effects: ['watch'] },
    gaveUp: { to: 'connecting', effects: ['close', 'retryLater'] },
    overdue: { to: 'connecting', effects: ['reopen', 'watch'] },
    suspended: { to: 'interrupted', effects: ['settle'] },
    exhausted: DEAD,
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  live: {
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: { to: 'recovering', effects: ['close', 'retryLater'] },
    suspended: { to: 'interrupted', effects: ['settle'] },
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  interrupted: {
    // Whether the tag resumes by itself differs between phones: begin anew, it is the one way that works on all.
    resumed: { to: 'recovering', effects: ['reopen', 'watch'] },
    retry: { to: 'recovering', effects: ['reopen', 'watch'] },
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  recovering: {
    confirmed: { to: 'live', effects: ['settle'] },
    lineLost: { to: 'recovering', effects: ['watch'] },
    gaveUp: { to: 'recovering', effects: ['close', 'retryLater'] },
    overdue: { to: 'recovering', effects: ['reopen', 'watch'] },
    suspended: { to: 'interrupted', effects: ['settle'] },
    exhausted: DEAD,
    deviceLost: DEAD,
    refused: DEAD,
    stop: OVER,
  },
  failed: { retry: { to: 'connecting', effects: ['open', 'watch'] }, stop: { to: 'stopped' } },
  stopped: {},
}
