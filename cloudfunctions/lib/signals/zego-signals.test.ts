import { createHash } from 'node:crypto'
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
  expect(asked).toHaveLength(1)
  expect(asked[0]?.origin).toBe('https://rtc-api.zego.im')
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toStrictEqual({
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
  expect(log).toStrictEqual([])
})

test('a phone reads from the signal the whole new state and its rev', () => {
  const room = anEndedRoom({ rev: 7 })
  expect(parseSignal(SYSTEM_USER_ID, roomSignal(room))).toStrictEqual({
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
  expect(sent?.get('UserId')).toBe(SYSTEM_USER_ID)
  expect(sent?.get('MessageCategory')).toBe('1')
  expect(sent?.get('MessageContent')).toBe(roomBeacon(room))
  expect(parseSignal(SYSTEM_USER_ID, roomBeacon(room))).toStrictEqual({
    kind: 'beacon',
    roomID: room._id,
    rev: 9,
  })
  expect(log).toStrictEqual([])
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
  expect(Buffer.byteLength(roomSignal(longest))).toBeLessThanOrEqual(SIGNAL_MAX_BYTES)
  expect(roomSignal(longest)).not.toMatch(/oSecret/)
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
    expect(log).toHaveLength(1)
    expect({ ...log[0], error: '' }).toStrictEqual({
      event: 'signal-failed',
      roomID: 'room-x',
      rev: 2,
      error: '',
    })
    expect(String(log[0]?.error)).toMatch(text)
    expect(JSON.stringify(log)).not.toMatch(new RegExp(SECRET))
  })
}

test('a room in which nobody is yet is no failure', async () => {
  for (const Code of [104, 5024, 50001]) {
    const { signals, log } = signalsTo(async () => answering({ Code, Message: 'room not exist' }))
    await signals.roomChanged(aLiveRoom())
    expect(log).toStrictEqual([])
  }
})
