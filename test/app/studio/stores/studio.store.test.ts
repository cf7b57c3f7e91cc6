import assert from 'node:assert/strict'
import { RtcError } from '../../../../miniprogram/core/rtc-error.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { AN_ENDED_ROOM, aStudio, COUNTDOWN } from '../../support/a-studio.ts'
import { aGrant, aRoom, settle } from '../../support/fakes.ts'

let studio: ReturnType<typeof aStudio>
beforeEach(() => {
  studio = aStudio()
})

test('two taps lead from the studio’s door to being on air', async () => {
  const { store, cloud, rtc, goLive } = studio
  await goLive()
  expect(store.phase).toBe('live')
  expect(cloud.calls).toStrictEqual(['studio.open', 'studio.create', 'studio.start', 'order.salesSummary'])
  expect(rtc.log).toStrictEqual(['open', 'prepare', 'join', 'publish s1'])
})

test('before the show its shelf can be filled: the room is made once, and the show begins in it', async () => {
  const { store, cloud, shelf, open } = studio
  await open()
  const taps = await Promise.all([store.openShelf(), store.openShelf()])
  expect(taps).toStrictEqual([true, false])
  expect([shelf.roomID, shelf.phase]).toStrictEqual(['room1', 'ready'])
  expect(await store.openShelf()).toBe(true)
  expect(cloud.count('studio.create')).toBe(1)
})

test('a shelf that does not open says why, and nothing else changes', async () => {
  const { store, cloud, open } = studio
  await open()
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('TITLE_REFUSED'))
  expect(await store.openShelf()).toBe(false)
  expect([store.phase, store.draft.note]).toStrictEqual(['ready', '标题没通过检查，换个说法再试'])
  expect(store.openingShelf).toBe(false)
})

test('the show is announced only after the countdown', async () => {
  const { store, cloud, clock, open } = studio
  await open()
  const starting = store.start()
  await clock.advance(COUNTDOWN - 1)
  expect(store.phase).toBe('counting')
  expect(store.count).toBe(1)
  expect(cloud.count('studio.start')).toBe(0)
  await clock.advance(1)
  await starting
  expect(cloud.count('studio.start')).toBe(1)
})

test('a second tap while starting does not start twice', async () => {
  const { store, cloud, clock, open } = studio
  await open()
  const taps = Promise.all([store.start(), store.start()])
  await clock.advance(COUNTDOWN)
  await taps
  expect(cloud.count('studio.create')).toBe(1)
  expect(cloud.count('studio.start')).toBe(1)
})

test('without a title nothing starts, and the reason stands under the button', async () => {
  const { store, cloud, open } = studio
  await open()
  store.draft.setTitle('  ')
  await store.start()
  expect(store.phase).toBe('ready')
  expect(store.draft.note).toBe('给直播起个标题吧')
  expect(cloud.count('studio.create')).toBe(0)
})

test('a title that WeChat refuses leads back to the title', async () => {
  const { store, cloud, goLive } = studio
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('TITLE_REFUSED'))
  await goLive()
  expect([store.errorView?.title, store.errorView?.action]).toStrictEqual(['标题没通过检查', 'back'])
  await store.solve('back')
  expect(store.error).toBeNull()
  expect(store.phase).toBe('ready')
})

test('a show that was never ended is asked about before anything else, and taken up again', async () => {
  const { store, cloud, clock, rtc, open } = studio
  cloud.answers['studio.open'] = () => ({
    role: 'owner',
    claimable: false,
    room: aRoom({ roomID: 'old' }),
    serverTime: clock.now(),
  })
  await open()
  expect(store.errorView?.title).toBe('你有一场直播还在播')
  assert.deepEqual(rtc.log, [], 'nothing is taken from the other phone before the person says so')
  await store.solve('continue')
  expect(store.phase).toBe('live')
  expect(store.error).toBeNull()
  expect(cloud.count('studio.create')).toBe(0)
})

test('the last show can be ended instead, and a new one begun', async () => {
  const { store, cloud, clock, open } = studio
  cloud.answers['studio.open'] = () => ({
    role: 'owner',
    claimable: false,
    room: aRoom({ roomID: 'old' }),
    serverTime: clock.now(),
  })
  await open()
  expect(store.errorView?.aside).toBe('结束那一场')
  await store.solve('end-last')
  expect(cloud.count('studio.end')).toBe(1)
  expect([store.phase, store.error]).toStrictEqual(['ready', null])
})

test('a show that another phone began meanwhile is asked about, too', async () => {
  const { store, cloud, goLive } = studio
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('ALREADY_LIVE'))
  await goLive()
  expect(store.errorView?.action).toBe('continue')
  await store.solve('continue')
  assert.equal(store.phase, 'ready', 'it was over by then')
  expect(store.draft.note).toBe('那一场已经结束了，可以开新的')
})

test('when the anchor goes on with another phone, this one stops at once and can take it back', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  await goLive()
  rtc.listener?.connection('otherDevice')
  expect(rtc.log.at(-1)).toBe('leave')
  expect(store.errorView?.title).toBe('这场直播换到另一台手机上了')
  const beats = cloud.count('studio.beat')
  await clock.advance(60_000)
  assert.equal(cloud.count('studio.beat'), beats, 'a phone that is not on air beats no more')
  cloud.answers['studio.open'] = () => ({
    role: 'owner',
    claimable: false,
    room: aRoom(),
    serverTime: clock.now(),
  })
  await store.solve('continue')
  expect(store.phase).toBe('live')
  expect(rtc.log.slice(-4)).toStrictEqual(['open', 'prepare', 'join', 'publish s1'])
})

test('when the video package does not load, one tap tries again', async () => {
  const { store, clock, world, goLive } = studio
  const { loadRtc } = world
  world.loadRtc = () => Promise.reject(new RtcError('LOAD_FAILED'))
  await goLive()
  expect(store.errorView?.title).toBe('直播组件没下载完')
  world.loadRtc = loadRtc
  const solving = store.solve('retry')
  await clock.advance(COUNTDOWN)
  await solving
  expect(store.phase).toBe('live')
})

test('a login that fails leaves the room and can be repeated without a new one', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  rtc.joining = () => Promise.reject(new RtcError('LOGIN_TIMEOUT'))
  await goLive()
  expect(store.errorView?.title).toBe('没能接通直播间')
  expect(rtc.log.at(-1)).toBe('leave')
  rtc.joining = async () => {}
  cloud.answers['studio.open'] = () => ({
    role: 'owner',
    claimable: false,
    room: aRoom(),
    serverTime: clock.now(),
  })
  await store.solve('retry')
  expect(store.phase).toBe('live')
  expect(cloud.count('studio.create')).toBe(1)
})

test('the end is written before the stream stops', async () => {
  const { store, cloud, rtc, clock, goLive } = studio
  await goLive()
  cloud.answers['studio.end'] = async () => {
    rtc.log.push('studio.end')
    return { room: AN_ENDED_ROOM }
  }
  await Promise.all([store.end(), store.end()])
  expect(rtc.log.slice(-2)).toStrictEqual(['studio.end', 'leave'])
  expect(store.phase).toBe('summary')
  expect(store.record.lasted).toBe('播了 42 分钟')
  expect(clock.waiting).toBe(0)
})

test('an end that did not reach the server keeps the show on air and says so', async () => {
  const { store, cloud, rtc, goLive } = studio
  await goLive()
  cloud.answers['studio.end'] = () => Promise.reject(new AppError('NETWORK'))
  await store.end()
  expect(store.phase).toBe('live')
  expect(store.notice).toBe('还没结束：没连上网，检查网络后再试')
  expect(rtc.log).not.toContain('leave')
})

const endings: ReadonlyArray<[who: string, happen: (studio: ReturnType<typeof aStudio>) => void]> = [
  ['the system’s signal', ({ rtc }) => rtc.listener?.signal({ kind: 'room', room: AN_ENDED_ROOM })],
  [
    'the answer to a beat',
    ({ cloud }) => {
      cloud.answers['studio.beat'] = () => Promise.reject(new AppError('ROOM_ENDED'))
      cloud.answers['room.snapshot'] = () => ({ room: AN_ENDED_ROOM })
    },
  ],
]
for (const [who, happen] of endings) {
  test(`a show that was ended elsewhere is over here, too, when ${who} tells it`, async () => {
    await studio.goLive()
    happen(studio)
    await studio.clock.advance(10_000)
    expect(studio.store.phase).toBe('summary')
    expect(studio.rtc.log.at(-1)).toBe('leave')
    expect(studio.clock.waiting).toBe(0)
  })
}

test('another show can follow, and nothing of the last one counts', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  await goLive()
  rtc.listener?.online(9)
  await store.end()
  store.again()
  expect(store.record.peakAudience).toBe(0)
  const starting = store.start()
  await clock.advance(COUNTDOWN)
  await starting
  expect(store.phase).toBe('live')
  expect(cloud.count('studio.create')).toBe(2)
})

test('while on air the phone beats every 10 s with what the pusher really sends', async () => {
  const { cloud, clock, rtc, goLive, report } = studio
  const beats: unknown[] = []
  cloud.answers['studio.beat'] = (fields) => {
    beats.push(fields)
    return { rev: 2, serverTime: clock.now() }
  }
  await goLive()
  rtc.onPublisher('live')
  rtc.listener?.online(4)
  await clock.advance(9_000)
  report(900)
  await clock.advance(1_000)
  rtc.onPublisher('interrupted')
  await clock.advance(10_000)
  expect(beats).toStrictEqual([
    { roomID: 'room1', uplink: { videoKbps: 900, audioKbps: 48, fps: 15 }, online: 3 },
    { roomID: 'room1', uplink: { videoKbps: 0, audioKbps: 0, fps: 0 }, online: 3 },
  ])
})

test('the anchor is not counted among the audience', async () => {
  const { store, rtc, goLive } = studio
  await goLive()
  rtc.listener?.online(1)
  expect(store.record.audience).toBe(0)
  rtc.listener?.online(39)
  rtc.listener?.online(12)
  expect(store.record.audience).toBe(11)
  expect(store.record.peakAudience).toBe(38)
})

test('a stream that was given up, or that a call interrupted, becomes a button that opens it anew', async () => {
  const { store, rtc, goLive } = studio
  await goLive()
  store.reopen()
  assert.ok(!rtc.log.includes('retry'), 'while it is coming there is nothing to reopen')
  for (const state of ['failed', 'interrupted'] as const) {
    rtc.onPublisher(state)
    assert.ok(store.uplink.health.canReopen)
    store.reopen()
    expect(rtc.log.at(-1)).toBe('retry')
  }
})

test('what happens to the phone reaches the stream on air', async () => {
  const { store, phone, rtc, goLive } = studio
  await goLive()
  store.background()
  phone.tell('hidden', 'shown', 'networkSwitched')
  expect(rtc.log.filter((line) => line.startsWith('phone'))).toStrictEqual([
    'phone hidden',
    'phone shown',
    'phone networkSwitched',
  ])
})

test('who leaves during the countdown is not put on air', async () => {
  const { store, cloud, clock, rtc, phone, open } = studio
  await open()
  const starting = store.start()
  await settle()
  await store.leave()
  await clock.advance(COUNTDOWN)
  await starting
  expect(cloud.count('studio.start')).toBe(0)
  expect(rtc.log).toStrictEqual([])
  expect(clock.waiting).toBe(0)
  expect(phone.listening).toBe(0)
})

test('who leaves while the server is still answering is not put on air', async () => {
  const { store, cloud, clock, rtc, open } = studio
  let answer: () => void = () => {}
  cloud.answers['studio.start'] = () =>
    new Promise((resolve) => (answer = () => resolve({ room: aRoom(), grant: aGrant() })))
  await open()
  const starting = store.start()
  await clock.advance(COUNTDOWN)
  await store.leave()
  answer()
  await starting
  expect(rtc.log).toStrictEqual([])
  expect(clock.waiting).toBe(0)
})

test('leaving the studio stops the stream and the beat but does not end the show', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  await goLive()
  await store.leave()
  expect(rtc.log.at(-1)).toBe('leave')
  expect(cloud.count('studio.end')).toBe(0)
  expect(clock.waiting).toBe(0)
})
