import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RoomState, type RoomUser } from './room-state.ts'

const user = (userID: string, sessionID = 1): RoomUser => ({
  userID,
  userName: userID,
  sessionID,
  loginAt: 0,
})
const room = (maxUsers = 0) => new RoomState('r', 1n, maxUsers)

test('each person in or out counts once; the same person again does not', () => {
  const r = room()
  assert.equal(r.enter(user('a')), true)
  assert.equal(r.enter(user('a', 2)), false)
  assert.equal(r.users.get('a')?.sessionID, 2)
  assert.equal(r.userSeq, 1)
  assert.equal(r.leave('a')?.sessionID, 2)
  assert.equal(r.leave('a'), null)
  assert.equal(r.userSeq, 2)
  assert.equal(r.isEmpty, true)
})

test('a full room has a place for those who are in it', () => {
  const r = room(1)
  r.enter(user('a'))
  assert.equal(r.hasPlaceFor('a'), true)
  assert.equal(r.hasPlaceFor('b'), false)
})

test('each stream added, changed or deleted counts once', () => {
  const r = room()
  const a = user('a')
  assert.equal(r.addStream(a, 's', 'x', 5)?.isNew, true)
  assert.equal(r.addStream(a, 's', 'y', 6)?.isNew, false)
  assert.equal(r.streamSeq, 1)
  assert.equal(r.updateStream('a', 's', 'z')?.version, 2)
  assert.equal(r.deleteStream('a', 's')?.extraInfo, 'z')
  assert.equal(r.deleteStream('a', 's'), null)
  assert.equal(r.streamSeq, 3)
})

test('nobody takes, changes or deletes another one’s stream', () => {
  const r = room()
  r.addStream(user('a'), 's', 'x', 5)
  assert.equal(r.addStream(user('b'), 's', '', 6), null)
  assert.equal(r.updateStream('b', 's', 'y'), null)
  assert.equal(r.deleteStream('b', 's'), null)
  assert.deepEqual(
    r.streamsOf('a').map(({ extraInfo }) => extraInfo),
    ['x'],
  )
  assert.equal(r.streamSeq, 1)
})

test('extra info keeps its newest value under its own number', () => {
  const r = room()
  r.setExtraInfo(user('a'), 'k', '1', 5)
  r.setExtraInfo(user('b'), 'l', '2', 5)
  assert.deepEqual(r.setExtraInfo(user('b'), 'k', '3', 6), {
    key: 'k',
    value: '3',
    seq: 2,
    userID: 'b',
    userName: 'b',
    updatedAt: 6,
  })
  assert.equal(r.extraInfoSeq, 3)
  assert.equal(r.extraInfo.size, 2)
})
