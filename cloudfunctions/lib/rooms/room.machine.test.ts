import assert from 'node:assert/strict'
import type { RoomStatus } from '../../../miniprogram/domain/api/room'
import {
  nextRoomStatus,
  ROOM_TRANSITIONS,
  type RoomEvent,
} from '../../../miniprogram/domain/room/room.machine'

const STATUSES = Object.keys(ROOM_TRANSITIONS) as RoomStatus[]
const EVENTS: RoomEvent[] = ['edit', 'start', 'end']

const LISTED = [
  ['created', 'edit', 'created'],
  ['created', 'start', 'live'],
  ['live', 'end', 'ended'],
] as const

test('a room takes the listed steps and refuses every other', () => {
  for (const from of STATUSES) {
    for (const event of EVENTS) {
      const expected = LISTED.find(([f, e]) => f === from && e === event)?.[2] ?? null
      assert.equal(nextRoomStatus(from, event), expected, `${from} + ${event}`)
    }
  }
})

test('every status is reached from the first, and nothing leads out of the last', () => {
  const reached = new Set<RoomStatus>(['created'])
  for (const status of reached) {
    for (const event of EVENTS) {
      const next = nextRoomStatus(status, event)
      if (next) reached.add(next)
    }
  }
  expect([...reached].sort()).toStrictEqual([...STATUSES].sort())
  expect(ROOM_TRANSITIONS.ended).toStrictEqual({})
})
