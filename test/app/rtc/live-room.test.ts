import assert from 'node:assert/strict'
import { isRtcError } from '../../../miniprogram/core/rtc-error.ts'
import { SYSTEM_USER_ID } from '../../../miniprogram/domain/signal.ts'
import { LEAVE_WAIT_MS, LOGIN_TIMEOUT_MS, LOGIN_TRIES } from '../../../miniprogram/rtc/live-room.ts'
import { aLiveRoom } from '../support/a-live-room.ts'
import { aGrant, settle } from '../support/fakes.ts'

let world: ReturnType<typeof aLiveRoom>
beforeEach(() => {
  world = aLiveRoom()
})

test('callbacks are registered before login', async () => {
  const { log, room } = world
  await room.join(aGrant())
  expect(log[0]).toBe('login room1 with 7 kinds of listeners')
})

test('a login without an answer is logged out and tried again, then given up', async () => {
  const { log, engine, clock, room } = world
  engine.login = () => new Promise(() => {})
  const joined = assert.rejects(room.join(aGrant()), (error) => isRtcError(error, 'LOGIN_TIMEOUT'))
  await clock.advance(LOGIN_TIMEOUT_MS * LOGIN_TRIES)
  await joined
  expect(log.map((line) => line.split(' ')[0])).toStrictEqual(['login', 'logout', 'login', 'logout'])
})

test('the second login in a row may succeed', async () => {
  const { engine, clock, room } = world
  let tries = 0
  engine.login = () => (++tries === 1 ? new Promise(() => {}) : Promise.resolve(true))
  const joined = room.join(aGrant())
  await clock.advance(LOGIN_TIMEOUT_MS)
  await joined
  expect(tries).toBe(2)
  expect(clock.waiting).toBe(0)
})

test('a login that the SDK itself gave up waiting for was not refused: once more', async () => {
  const { engine, room } = world
  let tries = 0
  engine.login = () =>
    ++tries === 1 ? Promise.reject({ code: 1100002, msg: 'timeout' }) : Promise.resolve(true)
  await room.join(aGrant())
  expect(tries).toBe(2)
})

test('a refused login is not tried again and says why', async () => {
  const { log, engine, room } = world
  engine.login = () => Promise.reject({ code: 1102016, msg: 'token' })
  await assert.rejects(
    room.join(aGrant()),
    (error) => isRtcError(error, 'LOGIN_REFUSED') && error.detail === 1102016,
  )
  expect(log.filter((line) => line.startsWith('login'))).toHaveLength(1)
})

test('who leaves while the login is under way is logged out when it succeeds', async () => {
  const { log, engine, room } = world
  let answer: (ok: boolean) => void = () => {}
  engine.login = () => new Promise((resolve) => (answer = resolve))
  const joined = assert.rejects(room.join(aGrant()), (error) => isRtcError(error, 'LEFT'))
  await settle()
  const left = room.leave()
  await settle()
  assert.ok(!log.includes('logout room1'), 'the SDK ignores a logout while its login is under way')
  answer(true)
  await Promise.all([joined, left])
  expect(log.at(-1)).toBe('logout room1')
  expect(world.clock.waiting).toBe(0)
})

test('who leaves a login that never answers is logged out after two seconds, and no timer does it again', async () => {
  const { log, engine, clock, room } = world
  engine.login = () => new Promise(() => {})
  const joined = assert.rejects(room.join(aGrant()), (error) => isRtcError(error, 'LEFT'))
  await settle()
  const left = room.leave()
  await clock.advance(LEAVE_WAIT_MS)
  await Promise.all([joined, left])
  await clock.advance(LOGIN_TIMEOUT_MS)
  expect(log.slice(1)).toStrictEqual(['logout room1'])
  expect(clock.waiting).toBe(0)
})

test('a room that another one takes the place of is told, and the other logs in after it has left', async () => {
  const { log, engine, heard, room } = world
  let answer: (ok: boolean) => void = () => {}
  engine.login = () => new Promise((resolve) => (answer = resolve))
  const first = assert.rejects(room.join(aGrant()), (error) => isRtcError(error, 'LEFT'))
  await settle()
  const free = room.replaced()
  const second = world.another(free)
  engine.login = () => Promise.resolve(true)
  const joined = second.join(aGrant())
  await settle()
  expect(log.filter((line) => line.startsWith('login'))).toHaveLength(1)
  answer(true)
  await Promise.all([first, joined])
  expect(heard.facts).toStrictEqual(['replaced'])
  expect(log.map((line) => line.split(' ')[0])).toStrictEqual(['login', 'logout', 'login'])
})

test('leaving stops the streams first, then logs out, and leaves no listener behind', async () => {
  const { log, engine, clock, room, playing, onAir } = world
  await onAir()
  await playing()
  log.length = 0
  await room.leave()
  await room.leave()
  expect(log).toStrictEqual(['stop publishing s1', 'tag stop', 'stop playing s1', 'tag stop', 'logout room1'])
  expect(engine.listening).toBe(0)
  expect(clock.waiting).toBe(0)
})

test('only the system user speaks for the room; the forged is dropped and counted', async () => {
  const { engine, heard, room } = world
  await room.join(aGrant())
  const message = JSON.stringify({
    kind: 'room',
    room: {
      roomID: 'room1',
      rev: 3,
      status: 'ended',
      streamID: null,
      startedAt: 1,
      endedAt: 2,
      awaySince: null,
      pinned: null,
      shelfRev: 0,
    },
  })
  engine.raise('IMRecvBarrageMessage', 'room1', [
    { fromUser: { userID: 'viewer' }, message },
    { fromUser: { userID: SYSTEM_USER_ID }, message: 'not json' },
    { fromUser: { userID: SYSTEM_USER_ID }, message },
  ])
  expect(heard.signals).toHaveLength(1)
  expect(room.dropped).toBe(2)
})

test('what is said of another room is not ours', async () => {
  const { engine, heard, room } = world
  await room.join(aGrant())
  engine.raise('roomOnlineUserCountUpdate', 'room2', 9)
  engine.raise('tokenWillExpire', 'room2')
  engine.raise('roomStateChanged', 'room2', 'KICKOUT', 1002055, '')
  engine.raise('roomOnlineUserCountUpdate', 'room1', 3)
  engine.raise('roomStateChanged', 'room1', 'KICKOUT', 1002050, '')
  expect(heard).toStrictEqual({ signals: [], beacons: [], facts: ['otherDevice'], online: [3], renewals: 0 })
})
