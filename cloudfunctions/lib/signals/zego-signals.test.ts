import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parseSignal, SYSTEM_USER_ID } from '../../../miniprogram/domain/signal'
import type { LogEntry } from '../log'
import { aLiveRoom, anEndedRoom } from '../testing/a-room'
import { FakeClock } from '../testing/fake-clock'
import { type Fetch, zegoServerApi } from '../zego/server-api'
import { roomBeacon, roomSignal, SIGNAL_MAX_BYTES, zegoSignals } from './zego-signals'

const SECRET = 'fa94dd0f974cf2e293728a526b028271'

function signalsTo(fetch: Fetch) {
  const log: LogEntry[] = []
  const zego = zegoServerApi({
    zegoAppID: 1000000001,
    zegoServerSecret: SECRET,
    zegoServerApi: 'https://rtc-api.zego.im',
    clock: new FakeClock(1_700_000_000_999),
    nonce: () => '00112233aabbccdd',
    fetch,
  })
  return { signals: zegoSignals({ zego, log: (entry) => log.push(entry), secrets: [SECRET] }), log }
}

const answering = (answer: unknown) => ({ json: async () => answer })

test('a change goes out as a signed system barrage from the reserved user', async () => {
  const asked: URL[] = []
  const { signals, log } = signalsTo(async (url) => {
    asked.push(url)
    return answering({ Code: 0, Message: 'success' })
  })
  const room = aLiveRoom()
  await signals.roomChanged(room)
  assert.equal(asked.length, 1)
  assert.equal(asked[0]?.origin, 'https://rtc-api.zego.im')
  assert.deepEqual(Object.fromEntries(asked[0]?.searchParams ?? []), {
    Action: 'SendBarrageMessage',
    AppId: '1000000001',
    SignatureNonce: '00112233aabbccdd',
    Timestamp: '1700000000',
    Signature: createHash('md5').update(`100000000100112233aabbccdd${SECRET}1700000000`).digest('hex'),
    SignatureVersion: '2.0',
    RoomId: room._id,
    UserId: SYSTEM_USER_ID,
    UserName: SYSTEM_USER_ID,
    MessageCategory: '1',
    MessageContent: roomSignal(room),
  })
  assert.deepEqual(log, [])
})

test('a phone reads from the signal the whole new state and its rev', () => {
  const room = anEndedRoom({ rev: 7 })
  assert.deepEqual(parseSignal(SYSTEM_USER_ID, roomSignal(room)), {
    kind: 'room',
    room: {
      roomID: room._id,
      rev: 7,
      status: 'ended',
      streamID: null,
      startedAt: 2_000,
      endedAt: 3_000,
      awaySince: null,
      pinned: null,
      shelfRev: 0,
    },
  })
})

test('a beacon says which rev the room has, and nothing else', async () => {
  const asked: URL[] = []
  const { signals, log } = signalsTo(async (url) => {
    asked.push(url)
    return answering({ Code: 0 })
  })
  const room = aLiveRoom({ rev: 9 })
  await signals.beacon(room)
  const sent = asked[0]?.searchParams
  assert.equal(sent?.get('UserId'), SYSTEM_USER_ID)
  assert.equal(sent?.get('MessageCategory'), '1')
  assert.equal(sent?.get('MessageContent'), roomBeacon(room))
  assert.deepEqual(parseSignal(SYSTEM_USER_ID, roomBeacon(room)), {
    kind: 'beacon',
    roomID: room._id,
    rev: 9,
  })
  assert.deepEqual(log, [])
})

test('a signal never holds an openid and never outgrows a message', () => {
  const longest = aLiveRoom({
    _id: 'r'.repeat(64),
    streamID: 's'.repeat(64),
    rev: Number.MAX_SAFE_INTEGER,
    startedAt: Number.MAX_SAFE_INTEGER,
    awaySince: Number.MAX_SAFE_INTEGER,
    ownerOpenid: 'oSecret',
    openSlot: 'oSecret',
    title: '长'.repeat(30),
    cover: `https://${'c'.repeat(500)}`,
  })
  assert.ok(Buffer.byteLength(roomSignal(longest)) <= SIGNAL_MAX_BYTES)
  assert.doesNotMatch(roomSignal(longest), /oSecret/)
})

const FAILURES: [what: string, fetch: Fetch, text: RegExp][] = [
  ['ZEGO refuses', async () => answering({ Code: 100000005, Message: 'signature error' }), /100000005/],
  ['ZEGO answers something else', async () => answering('<html>'), /expected object/],
  ['ZEGO cannot be reached', () => Promise.reject(new Error(`no route, ${SECRET}`)), /no route/],
]

for (const [what, fetch, text] of FAILURES) {
  test(`when ${what}, the action goes on and the log says why, without the secret`, async () => {
    const { signals, log } = signalsTo(fetch)
    await signals.roomChanged(aLiveRoom({ _id: 'room-x' }))
    assert.equal(log.length, 1)
    assert.deepEqual(
      { ...log[0], error: '' },
      { event: 'signal-failed', roomID: 'room-x', rev: 2, error: '' },
    )
    assert.match(String(log[0]?.error), text)
    assert.doesNotMatch(JSON.stringify(log), new RegExp(SECRET))
  })
}

test('a room in which nobody is yet is no failure', async () => {
  for (const Code of [104, 5024, 50001]) {
    const { signals, log } = signalsTo(async () => answering({ Code, Message: 'room not exist' }))
    await signals.roomChanged(aLiveRoom())
    assert.deepEqual(log, [])
  }
})
