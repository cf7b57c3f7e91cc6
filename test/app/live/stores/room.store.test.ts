import assert from 'node:assert/strict'
import { RtcError } from '../../../../miniprogram/core/rtc-error.ts'
import { ENTRY_FRESH_MS } from '../../../../miniprogram/core/session.store.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import type { RoomSignal } from '../../../../miniprogram/domain/signal.ts'
import { aRoomStore } from '../../support/a-room-store.ts'
import { aGrant, aRoom, RecordingLiveComponent, settle } from '../../support/fakes.ts'

const HINT = { title: '卡片上的标题', anchorName: '阿禾', cover: '' }

let world: ReturnType<typeof aRoomStore>
let { clock, cloud, phone, rtc, session, store } = {} as ReturnType<typeof aRoomStore>

beforeEach(() => {
  world = aRoomStore()
  ;({ clock, cloud, phone, rtc, session, store } = world)
})

const enter = () => store.enter('room1', HINT, new RecordingLiveComponent())
const signal = (room: Partial<RoomSignal['room']>): RoomSignal => ({
  kind: 'room',
  room: { ...aRoom(), ...room },
})
const ENDED = { rev: 3, status: 'ended', streamID: null, endedAt: 1_700_000_060_000 } as const

test('the card’s words are on screen before the server answers', () => {
  cloud.answers['room.enter'] = () => new Promise(() => {})
  void enter()
  expect(store.title).toBe('卡片上的标题')
  expect(store.view.kind).toBe('entering')
})

test('a live room is joined, and the stream that the truth names is played', async () => {
  await enter()
  expect(rtc.log).toStrictEqual(['open', 'join', 'play s1'])
  rtc.onPlayer('playing')
  expect(store.view.kind).toBe('playing')
  expect(store.title).toBe('梅子青开窑夜')
})

test('entering costs one call of the server: being in is no reason to ask again', async () => {
  await enter()
  rtc.listener?.connection('joined')
  rtc.onPlayer('playing')
  await clock.advance(29_000)
  expect(cloud.calls).toStrictEqual(['room.enter'])
})

test('with the key from the list the picture is asked for before the server has answered', async () => {
  let answer: (room: ReturnType<typeof aRoom>) => void = () => {}
  cloud.answers['room.enter'] = () =>
    new Promise((resolve) => {
      answer = (room) => resolve({ room, grant: aGrant() })
    })
  session.keepEntries([{ room: aRoom(), grant: aGrant() }])
  const entering = enter()
  await settle()
  expect(rtc.log).toStrictEqual(['open', 'join', 'play s1'])
  answer(aRoom({ rev: 3, streamID: 's2' }))
  await entering
  assert.equal(rtc.log.at(-1), 'play s2', 'the server’s word is the newer one')
  expect(cloud.calls).toStrictEqual(['room.enter'])
})

test('a room that is over by now ends, whatever the list said', async () => {
  cloud.answers['room.enter'] = () => ({ room: aRoom(ENDED), grant: null })
  session.keepEntries([{ room: aRoom(), grant: aGrant() }])
  await enter()
  expect(store.view.kind).toBe('ended')
  expect(rtc.log.at(-1)).toBe('leave')
})

test('a list of more than five minutes ago opens no door', async () => {
  session.keepEntries([{ room: aRoom(), grant: aGrant() }])
  await clock.advance(ENTRY_FRESH_MS + 1)
  cloud.answers['room.enter'] = () => new Promise(() => {})
  void enter()
  await settle()
  expect(rtc.log).toStrictEqual([])
})

test('no network after the tap on a known room: the picture goes on, the truth is asked for again', async () => {
  cloud.answers['room.enter'] = () => Promise.reject(new AppError('NETWORK'))
  session.keepEntries([{ room: aRoom(), grant: aGrant() }])
  await enter()
  expect(store.error).toBeNull()
  await clock.advance(35_000)
  expect(cloud.count('room.snapshot')).toBeGreaterThanOrEqual(1)
})

test('a second enter while entering does not enter twice', async () => {
  await Promise.all([enter(), enter()])
  expect(cloud.count('room.enter')).toBe(1)
})

test('an ended room says how long it lasted and needs no video package', async () => {
  world.loadRtc = () => Promise.reject(new RtcError('LOAD_FAILED'))
  const room = aRoom({ status: 'ended', streamID: null, endedAt: 1_700_000_000_000 + 138 * 60_000 })
  cloud.answers['room.enter'] = () => ({ room, grant: null })
  await enter()
  expect(store.view.kind).toBe('ended')
  expect(store.view.text).toBe('播了 2 小时 18 分，谢谢你来')
  expect(rtc.log).toStrictEqual([])
})

test('a room that has not started plays as soon as the signal says so', async () => {
  cloud.answers['room.enter'] = () => ({
    room: aRoom({ status: 'created', streamID: null, startedAt: null, rev: 1 }),
    grant: aGrant(),
  })
  await enter()
  expect(store.view.kind).toBe('not-started')
  rtc.listener?.signal(signal({ rev: 2, status: 'live', streamID: 's9' }))
  expect(rtc.log.at(-1)).toBe('play s9')
})

test('a room that was announced says when it begins', async () => {
  const startsAt = new Date(new Date(clock.now()).setHours(23, 30, 0, 0)).getTime()
  cloud.answers['room.enter'] = () => ({
    room: aRoom({ status: 'created', streamID: null, startedAt: null, startsAt, rev: 1 }),
    grant: aGrant(),
  })
  await enter()
  expect(store.view.text).toBe('今晚 23:30 见，到点这里会自动播放')
})

test('the end of the show arrives by signal, whatever the player thinks', async () => {
  await enter()
  rtc.onPlayer('playing')
  rtc.listener?.signal(signal(ENDED))
  expect(store.view.kind).toBe('ended')
  expect(rtc.log.slice(-2)).toStrictEqual(['end', 'leave'])
  assert.equal(clock.waiting, 0, 'an ended room is not asked for again')
})

test('an older rev never wins, by signal or by snapshot', async () => {
  cloud.answers['room.enter'] = () => ({ room: aRoom({ rev: 5 }), grant: aGrant() })
  await enter()
  rtc.listener?.signal(signal({ ...ENDED, rev: 4 }))
  expect(store.snapshot?.status).toBe('live')
  cloud.answers['room.snapshot'] = () => ({ room: aRoom(ENDED) })
  phone.tell('hidden', 'shown')
  await clock.advance(3_000)
  expect(cloud.count('room.snapshot')).toBe(1)
  expect(store.snapshot?.rev).toBe(5)
  expect(store.snapshot?.status).toBe('live')
})

test('a signal or beacon of another room changes nothing', async () => {
  await enter()
  rtc.listener?.signal(signal({ ...ENDED, roomID: 'room2', rev: 9 }))
  rtc.listener?.beacon({ kind: 'beacon', roomID: 'room2', rev: 9 })
  await clock.advance(3_000)
  expect(store.snapshot?.status).toBe('live')
  expect(cloud.count('room.snapshot')).toBe(0)
})

const doubts: ReadonlyArray<[why: string, happen: () => void]> = [
  ['the host’s stream stops', () => rtc.onPlayer('anchor-away')],
  ['the app comes back to the front', () => phone.tell('hidden', 'shown')],
  ['the network comes back', () => phone.tell('networkLost', 'networkBack')],
  ['the phone changes from Wi-Fi to 5G', () => phone.tell('networkSwitched')],
  ['ZEGO has us again after a break', () => rtc.listener?.connection('joined')],
  ['the beacon tells a newer rev', () => rtc.listener?.beacon({ kind: 'beacon', roomID: 'room1', rev: 3 })],
]
for (const [why, happen] of doubts) {
  test(`when ${why}, the truth is read within 3 s, and once`, async () => {
    await enter()
    rtc.listener?.connection('joined')
    rtc.onPlayer('playing')
    cloud.answers['room.snapshot'] = () => ({ room: aRoom(ENDED) })
    happen()
    happen()
    await clock.advance(3_000)
    expect(cloud.count('room.snapshot')).toBe(1)
    expect(store.view.kind).toBe('ended')
  })
}

test('while the system speaks nobody asks; when it falls silent the phone asks after 30 s, 1, 2 and 5 minutes', async () => {
  await enter()
  rtc.onPlayer('playing')
  for (let beat = 0; beat < 12; beat++) {
    await clock.advance(10_000)
    rtc.listener?.beacon({ kind: 'beacon', roomID: 'room1', rev: 2 })
  }
  expect(cloud.count('room.snapshot')).toBe(0)
  const asked: number[] = []
  const from = clock.now()
  cloud.answers['room.snapshot'] = () => {
    asked.push(Math.round((clock.now() - from) / 1_000))
    return { room: aRoom() }
  }
  await clock.advance(15 * 60_000)
  expect(asked).toStrictEqual([32, 92, 212, 512, 812])
})

test('the end of an abandoned show that the phone did not hear is on the screen at the next silent read', async () => {
  await enter()
  rtc.onPlayer('playing')
  rtc.onPlayer('anchor-away')
  await clock.advance(15 * 60_000)
  expect(store.view.kind).toBe('away')
  cloud.answers['room.snapshot'] = () => ({ room: aRoom(ENDED) })
  await clock.advance(5 * 60_000 + 3_000)
  expect(store.view.kind).toBe('ended')
})

test('when the server learns that the host sends again, the player looks at once', async () => {
  await enter()
  rtc.onPlayer('anchor-away')
  rtc.listener?.signal(signal({ rev: 3, awaySince: 1_700_000_010_000 }))
  expect(rtc.log).not.toContain('retry')
  rtc.listener?.signal(signal({ rev: 4, awaySince: null }))
  expect(rtc.log.at(-1)).toBe('retry')
})

test('who watches is counted without the anchor, and never as nobody', async () => {
  await enter()
  expect(store.audience).toBeNull()
  rtc.onPlayer('playing')
  rtc.listener?.online(3)
  expect(store.audience).toBe(2)
  rtc.onPlayer('anchor-away')
  rtc.listener?.online(2)
  expect(store.audience).toBe(2)
})

test('waiting for the anchor is counted in seconds', async () => {
  await enter()
  rtc.onPlayer('anchor-away')
  expect(store.view.title).toBe('主播还没到')
  rtc.onPlayer('playing')
  rtc.onPlayer('anchor-away')
  await clock.advance(47_000)
  store.tick()
  expect(store.view.text).toBe('已经 00:47，回来会自动接着播')
})

test('a picture that takes long to come back offers a try of one’s own', async () => {
  await enter()
  rtc.onPlayer('playing')
  rtc.onPlayer('recovering')
  expect([store.view.title, store.view.action]).toStrictEqual(['正在恢复画面', ''])
  await clock.advance(15_000)
  store.tick()
  expect(store.view.action).toBe('retry')
  await store.retry()
  expect(rtc.log.at(-1)).toBe('retry')
})

test('without network it is the network that is named', async () => {
  await enter()
  rtc.onPlayer('playing')
  phone.tell('networkLost')
  assert.equal(store.view.kind, 'playing', 'what is on screen needs no words')
  rtc.onPlayer('stalled')
  expect(store.view.title).toBe('手机断网了')
  phone.tell('networkBack')
  expect(store.view.title).toBe('正在恢复画面')
})

test('the phone’s facts reach the streams, each once, also when page and app both tell them', async () => {
  await enter()
  store.background()
  phone.tell('hidden', 'shown')
  store.foreground()
  phone.tell('audioTaken', 'audioFree')
  expect(rtc.log.filter((line) => line.startsWith('phone'))).toStrictEqual([
    'phone hidden',
    'phone shown',
    'phone audioTaken',
    'phone audioFree',
  ])
})

const refusals: [string, () => void, string, string][] = [
  ['an unknown room', () => refuse(new AppError('ROOM_NOT_FOUND')), '没有找到这个直播间', 'home'],
  ['no network', () => refuse(new AppError('NETWORK')), '没连上网', 'retry'],
  ['a server in trouble', () => refuse(new AppError('INTERNAL')), '没能进直播间', 'retry'],
  [
    'no video package',
    () => {
      world.loadRtc = () => Promise.reject(new RtcError('LOAD_FAILED'))
    },
    '播放组件没下载完',
    'retry',
  ],
  [
    'no login',
    () => {
      rtc.joining = () => Promise.reject(new RtcError('LOGIN_TIMEOUT'))
    },
    '没能进直播间',
    'retry',
  ],
]

function refuse(error: AppError) {
  cloud.answers['room.enter'] = () => Promise.reject(error)
}

for (const [name, arrange, title, action] of refusals) {
  test(`${name} is a state with a way on: ${action}`, async () => {
    arrange()
    await enter()
    await settle()
    expect(store.view.kind).toBe('error')
    expect(store.view.title).toBe(title)
    expect(store.view.action).toBe(action)
    expect(clock.waiting).toBe(0)
  })
}

test('a link without a room asks nobody', async () => {
  await store.enter('', HINT, new RecordingLiveComponent())
  expect(store.view.title).toBe('没有找到这个直播间')
  expect(cloud.calls).toStrictEqual([])
})

test('after the package failed to load, one tap enters, two taps enter once', async () => {
  world.loadRtc = () => Promise.reject(new RtcError('LOAD_FAILED'))
  await enter()
  world.loadRtc = async () => world.sessions
  await Promise.all([store.retry(), store.retry()])
  expect(cloud.count('room.enter')).toBe(2)
  expect(rtc.log).toStrictEqual(['open', 'join', 'play s1'])
})
