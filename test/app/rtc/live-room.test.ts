import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { SYSTEM_USER_ID } from '../../../miniprogram/domain/signal.ts'
import { LOGIN_TIMEOUT_MS, LOGIN_TRIES, ZegoLiveRoom } from '../../../miniprogram/rtc/live-room.ts'
import { PATIENCE_MS, WATCH_MS } from '../../../miniprogram/rtc/stream-runner.ts'
import { isRtcError, type RoomListener } from '../../../miniprogram/stores/live-room.ts'
import { FakeEngine } from '../support/fake-engine.ts'
import { aGrant, FakeClock, RecordingTag, settle } from '../support/fakes.ts'

let log: string[]
let lines: string[]
let engine: FakeEngine
let clock: FakeClock
let tag: RecordingTag
let heard: { signals: unknown[]; beacons: number[]; facts: string[]; online: number[]; renewals: number }
let room: ZegoLiveRoom

beforeEach(() => {
  log = []
  lines = []
  engine = new FakeEngine(log)
  clock = new FakeClock()
  tag = new RecordingTag(log)
  heard = { signals: [], beacons: [], facts: [], online: [], renewals: 0 }
  const listener: RoomListener = {
    connection: (fact) => heard.facts.push(fact),
    signal: (signal) => heard.signals.push(signal),
    beacon: (beacon) => heard.beacons.push(beacon.rev),
    online: (count) => heard.online.push(count),
    tokenWillExpire: () => heard.renewals++,
    streamsChanged: () => {},
  }
  room = new ZegoLiveRoom({ engine, clock, random: () => 0.5, log: (line) => lines.push(line) }, listener)
})

async function playing(states: string[] = []) {
  await room.join(aGrant())
  engine.raise('roomStateChanged', 'room1', 'LOGINED', 0, '')
  engine.raise('roomStreamUpdate', 'room1', 'ADD', [{ streamID: 's1' }])
  const player = room.player(tag, (state) => states.push(state))
  player.play('s1')
  await settle()
  player.tagState({ detail: { code: 2003 } })
  return player
}

async function onAir(states: string[] = []) {
  await room.join(aGrant())
  const publisher = room.publisher(tag, (state) => states.push(state))
  publisher.prepare()
  publisher.start('s1')
  await settle()
  publisher.tagState({ detail: { code: 1002 } })
  engine.raise('publisherStateUpdate', { streamID: 's1', state: 'PUBLISHING', errorCode: 0 })
  return publisher
}

test('callbacks are registered before login', async () => {
  await room.join(aGrant())
  assert.equal(log[0], 'login room1 with 7 kinds of listeners')
})

test('a login without an answer is logged out and tried again, then given up', async () => {
  engine.login = () => new Promise(() => {})
  const joined = assert.rejects(room.join(aGrant()), (error) => isRtcError(error, 'LOGIN_TIMEOUT'))
  await clock.advance(LOGIN_TIMEOUT_MS * LOGIN_TRIES)
  await joined
  assert.deepEqual(
    log.map((line) => line.split(' ')[0]),
    ['login', 'logout', 'login', 'logout'],
  )
})

test('the second login in a row may succeed', async () => {
  let tries = 0
  engine.login = () => (++tries === 1 ? new Promise(() => {}) : Promise.resolve(true))
  const joined = room.join(aGrant())
  await clock.advance(LOGIN_TIMEOUT_MS)
  await joined
  assert.equal(tries, 2)
  assert.equal(clock.waiting, 0)
})

test('a refused login is not tried again and says why', async () => {
  engine.login = () => Promise.reject({ code: 1102016, msg: 'token' })
  await assert.rejects(
    room.join(aGrant()),
    (error) => isRtcError(error, 'LOGIN_REFUSED') && error.detail === 1102016,
  )
  assert.equal(log.filter((line) => line.startsWith('login')).length, 1)
})

test('who leaves while the login is under way is logged out when it succeeds', async () => {
  let answer: (ok: boolean) => void = () => {}
  engine.login = () => new Promise((resolve) => (answer = resolve))
  const joined = assert.rejects(room.join(aGrant()), (error) => isRtcError(error, 'LEFT'))
  await settle()
  await room.leave()
  answer(true)
  await joined
  assert.equal(log.at(-1), 'logout room1')
})

test('leaving stops the streams first, then logs out, and leaves no listener behind', async () => {
  await onAir()
  await playing()
  log.length = 0
  await room.leave()
  await room.leave()
  assert.deepEqual(log, ['tag stop', 'stop publishing s1', 'tag stop', 'stop playing s1', 'logout room1'])
  assert.equal(engine.listening, 0)
  assert.equal(clock.waiting, 0)
})

test('the anchor is live only when ZEGO has confirmed the stream', async () => {
  await room.join(aGrant())
  const states: string[] = []
  const publisher = room.publisher(tag, (state) => states.push(state))
  publisher.prepare()
  publisher.start('s1')
  await settle()
  assert.deepEqual(log.slice(1), ['start publishing s1', 'tag url rtmp://zego/s1', 'tag start'])
  publisher.tagState({ detail: { code: 1002 } })
  assert.equal(log.at(-1), 'state s1 1002')
  assert.deepEqual(states, ['preparing', 'connecting'])
  engine.raise('publisherStateUpdate', { streamID: 's1', state: 'PUBLISHING', errorCode: 0 })
  assert.deepEqual(states, ['preparing', 'connecting', 'live'])
})

test('a broken uplink that comes back by itself is live again', async () => {
  const states: string[] = []
  const publisher = await onAir(states)
  publisher.tagState({ detail: { code: 1102 } })
  publisher.tagState({ detail: { code: 1002 } })
  assert.deepEqual(states.slice(-2), ['recovering', 'live'])
})

test('an uplink that was given up is published anew after a pause', async () => {
  const publisher = await onAir()
  log.length = 0
  publisher.tagState({ detail: { code: -1307 } })
  assert.deepEqual(log, ['state s1 -1307', 'tag stop', 'stop publishing s1'])
  await clock.advance(1_000)
  assert.deepEqual(log.slice(3), ['start publishing s1', 'tag url rtmp://zego/s1', 'tag start'])
})

test('after a phone call the stream begins anew when the app is in front', async () => {
  const states: string[] = []
  const publisher = await onAir(states)
  publisher.tagState({ detail: { code: 5001 } })
  assert.equal(states.at(-1), 'interrupted')
  room.phone('shown')
  assert.equal(states.at(-1), 'recovering')
})

test('who may not publish is told at once', async () => {
  const states: string[] = []
  await onAir(states)
  engine.raise('publisherStateUpdate', { streamID: 's1', state: 'NO_PUBLISH', errorCode: 1002082 })
  assert.equal(states.at(-1), 'failed')
  assert.equal(clock.waiting, 0)
})

test('a picture that never comes while the network is gone is tried for two minutes, then given up', async () => {
  const states: string[] = []
  await room.join(aGrant())
  engine.raise('roomStreamUpdate', 'room1', 'ADD', [{ streamID: 's1' }])
  room.phone('networkLost')
  room.player(tag, (state) => states.push(state)).play('s1')
  await clock.advance(PATIENCE_MS)
  assert.deepEqual(states, ['requesting', 'recovering', 'failed'])
  assert.equal(log.filter((line) => line === 'start playing s1').length, PATIENCE_MS / WATCH_MS)
  assert.equal(clock.waiting, 0)
})

test('a line that breaks while the host is gone waits for the host', async () => {
  const states: string[] = []
  const player = await playing(states)
  log.length = 0
  engine.raise('roomStreamUpdate', 'room1', 'DELETE', [{ streamID: 's1' }])
  assert.equal(states.at(-1), 'host-away')
  assert.deepEqual(log, ['stop playing s1'], 'the last frame stays: the tag is not stopped')
  player.tagState({ detail: { code: -2301 } })
  assert.equal(states.at(-1), 'host-away')
  engine.raise('roomStreamUpdate', 'room1', 'ADD', [{ streamID: 's1' }])
  assert.equal(states.at(-1), 'recovering')
})

test('an address that arrives after the show is over is dropped', async () => {
  let give: () => void = () => {}
  engine.address = (streamID) => new Promise((resolve) => (give = () => resolve({ streamID, url: 'late' })))
  await room.join(aGrant())
  const player = room.player(tag, () => {})
  player.play('s1')
  player.end()
  give()
  await settle()
  assert.ok(!log.includes('tag url late'))
})

test('an unknown code is logged and changes nothing', async () => {
  const states: string[] = []
  const player = await playing(states)
  const before = states.length
  player.tagState({ detail: { code: 4711 } })
  player.tagState({ detail: {} })
  assert.equal(states.length, before)
  assert.ok(lines.includes('player: unknown code 4711'))
})

test('only the system user speaks for the room; the forged is dropped and counted', async () => {
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
    },
  })
  engine.raise('IMRecvBarrageMessage', 'room1', [
    { fromUser: { userID: 'viewer' }, message },
    { fromUser: { userID: SYSTEM_USER_ID }, message: 'not json' },
    { fromUser: { userID: SYSTEM_USER_ID }, message },
  ])
  assert.equal(heard.signals.length, 1)
  assert.equal(room.dropped, 2)
})

test('what is said of another room is not ours', async () => {
  await room.join(aGrant())
  engine.raise('roomOnlineUserCountUpdate', 'room2', 9)
  engine.raise('tokenWillExpire', 'room2')
  engine.raise('roomStateChanged', 'room2', 'KICKOUT', 1002055, '')
  engine.raise('roomOnlineUserCountUpdate', 'room1', 3)
  engine.raise('roomStateChanged', 'room1', 'KICKOUT', 1002050, '')
  assert.deepEqual(heard, { signals: [], beacons: [], facts: ['otherDevice'], online: [3], renewals: 0 })
})
