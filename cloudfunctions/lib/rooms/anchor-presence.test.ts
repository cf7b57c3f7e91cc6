import { aLiveRoom, anEndedRoom, aRoom } from '../testing/a-room'
import { ABANDONED_MS, judgePresence, type Presence, STARTING_MS } from './anchor-presence'
import type { Room } from './room-document'

const NOW = 100 * 60_000
const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }
const running = { startedAt: NOW - 60 * 60_000, uplink: UPLINK, lastBeatAt: NOW - 5_000 }

type Row = [what: string, room: Partial<Room>, there: Presence | null, gone: Presence | null]

const LIVE: Row[] = [
  ['running', running, null, 'away'],
  ['running, phone silent', { ...running, lastBeatAt: NOW - 10 * 60_000 }, null, 'away'],
  ['silent for an hour, never seen away', { ...running, lastBeatAt: NOW - 60 * 60_000 }, null, 'away'],
  ['away for a minute', { ...running, awaySince: NOW - 60_000 }, 'back', null],
  [
    'away and silent for just under 15 minutes',
    { ...running, awaySince: NOW - ABANDONED_MS + 1, lastBeatAt: NOW - ABANDONED_MS - 20_000 },
    'back',
    null,
  ],
  [
    'away and silent for 15 minutes',
    { ...running, awaySince: NOW - ABANDONED_MS, lastBeatAt: NOW - ABANDONED_MS - 20_000 },
    'back',
    'over',
  ],
  ['away for an hour while the phone beats', { ...running, awaySince: NOW - 60 * 60_000 }, 'back', null],
  ['away, without any beat', { ...running, awaySince: NOW - ABANDONED_MS, lastBeatAt: null }, 'back', 'over'],
  ['just started', { startedAt: NOW - STARTING_MS + 1, uplink: null, lastBeatAt: NOW }, null, null],
  ['started and never heard of', { startedAt: NOW - STARTING_MS, uplink: null }, null, 'away'],
  ['just started, first beat heard', { ...running, startedAt: NOW - 11_000 }, null, 'away'],
]

for (const [what, room, there, gone] of LIVE) {
  test(`a show that is ${what}: stream there → ${there}, stream gone → ${gone}`, () => {
    expect(judgePresence(aLiveRoom(room), true, NOW)).toBe(there)
    expect(judgePresence(aLiveRoom(room), false, NOW)).toBe(gone)
  })
}

test('nobody is away from a show that has not begun or is over', () => {
  for (const room of [aRoom(), anEndedRoom()]) {
    expect(judgePresence(room, false, NOW)).toBeNull()
    expect(judgePresence(room, true, NOW)).toBeNull()
  }
})
