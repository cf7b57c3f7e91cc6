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
  expect(r.enter(user('a'))).toBe(true)
  expect(r.enter(user('a', 2))).toBe(false)
  expect(r.users.get('a')?.sessionID).toBe(2)
  expect(r.userSeq).toBe(1)
  expect(r.leave('a')?.sessionID).toBe(2)
  expect(r.leave('a')).toBeNull()
  expect(r.userSeq).toBe(2)
  expect(r.isEmpty).toBe(true)
})

test('a full room has a place for those who are in it', () => {
  const r = room(1)
  r.enter(user('a'))
  expect(r.hasPlaceFor('a')).toBe(true)
  expect(r.hasPlaceFor('b')).toBe(false)
})

test('each stream added, changed or deleted counts once', () => {
  const r = room()
  const a = user('a')
  expect(r.addStream(a, 's', 'x', 5)?.isNew).toBe(true)
  expect(r.addStream(a, 's', 'y', 6)?.isNew).toBe(false)
  expect(r.streamSeq).toBe(1)
  expect(r.updateStream('a', 's', 'z')?.version).toBe(2)
  expect(r.deleteStream('a', 's')?.extraInfo).toBe('z')
  expect(r.deleteStream('a', 's')).toBeNull()
  expect(r.streamSeq).toBe(3)
})

test('nobody takes, changes or deletes another one’s stream', () => {
  const r = room()
  r.addStream(user('a'), 's', 'x', 5)
  expect(r.addStream(user('b'), 's', '', 6)).toBeNull()
  expect(r.updateStream('b', 's', 'y')).toBeNull()
  expect(r.deleteStream('b', 's')).toBeNull()
  expect(r.streamsOf('a').map(({ extraInfo }) => extraInfo)).toStrictEqual(['x'])
  expect(r.streamSeq).toBe(1)
})

test('extra info keeps its newest value under its own number', () => {
  const r = room()
  r.setExtraInfo(user('a'), 'k', '1', 5)
  r.setExtraInfo(user('b'), 'l', '2', 5)
  expect(r.setExtraInfo(user('b'), 'k', '3', 6)).toStrictEqual({
    key: 'k',
    value: '3',
    seq: 2,
    userID: 'b',
    userName: 'b',
    updatedAt: 6,
  })
  expect(r.extraInfoSeq).toBe(3)
  expect(r.extraInfo.size).toBe(2)
})
