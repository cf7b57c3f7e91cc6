import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { RtcError } from '../../../miniprogram/stores/live-room.ts'
import { AN_ENDED_ROOM, aStudio, COUNTDOWN } from '../support/a-studio.ts'
import { aGrant, aRoom, settle } from '../support/fakes.ts'

let studio: ReturnType<typeof aStudio>
beforeEach(() => {
  studio = aStudio()
})

test('two taps lead from the studio’s door to being on air', async () => {
  const { store, cloud, rtc, goLive } = studio
  await goLive()
  assert.equal(store.phase, 'live')
  assert.deepEqual(cloud.calls, ['studio.open', 'studio.create', 'studio.start', 'order.tally'])
  assert.deepEqual(rtc.log, ['open', 'prepare', 'join', 'publish s1'])
})

test('before the show its shelf can be filled: the room is made once, and the show begins in it', async () => {
  const { store, cloud, shelf, open } = studio
  await open()
  const taps = await Promise.all([store.openShelf(), store.openShelf()])
  assert.deepEqual(taps, [true, false])
  assert.deepEqual([shelf.roomID, shelf.phase], ['room1', 'ready'])
  assert.equal(await store.openShelf(), true)
  assert.equal(cloud.count('studio.create'), 1)
})

test('a shelf that does not open says why, and nothing else changes', async () => {
  const { store, cloud, open } = studio
  await open()
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('TITLE_REFUSED'))
  assert.equal(await store.openShelf(), false)
  assert.deepEqual([store.phase, store.draft.note], ['ready', '标题没通过检查，换个说法再试'])
  assert.equal(store.openingShelf, false)
})

test('the show is announced only after the countdown', async () => {
  const { store, cloud, clock, open } = studio
  await open()
  const starting = store.start()
  await clock.advance(COUNTDOWN - 1)
  assert.equal(store.phase, 'counting')
  assert.equal(store.count, 1)
  assert.equal(cloud.count('studio.start'), 0)
  await clock.advance(1)
  await starting
  assert.equal(cloud.count('studio.start'), 1)
})

test('a second tap while starting does not start twice', async () => {
  const { store, cloud, clock, open } = studio
  await open()
  const taps = Promise.all([store.start(), store.start()])
  await clock.advance(COUNTDOWN)
  await taps
  assert.equal(cloud.count('studio.create'), 1)
  assert.equal(cloud.count('studio.start'), 1)
})

test('without a title nothing starts, and the reason stands under the button', async () => {
  const { store, cloud, open } = studio
  await open()
  store.draft.setTitle('  ')
  await store.start()
  assert.equal(store.phase, 'ready')
  assert.equal(store.draft.note, '给直播起个标题吧')
  assert.equal(cloud.count('studio.create'), 0)
})

test('a title that WeChat refuses leads back to the title', async () => {
  const { store, cloud, goLive } = studio
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('TITLE_REFUSED'))
  await goLive()
  assert.deepEqual([store.troubleView?.title, store.troubleView?.action], ['标题没通过检查', 'back'])
  await store.solve('back')
  assert.equal(store.trouble, null)
  assert.equal(store.phase, 'ready')
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
  assert.equal(store.troubleView?.title, '你有一场直播还在播')
  assert.deepEqual(rtc.log, [], 'nothing is taken from the other phone before the person says so')
  await store.solve('continue')
  assert.equal(store.phase, 'live')
  assert.equal(store.trouble, null)
  assert.equal(cloud.count('studio.create'), 0)
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
  assert.equal(store.troubleView?.aside, '结束那一场')
  await store.solve('end-last')
  assert.equal(cloud.count('studio.end'), 1)
  assert.deepEqual([store.phase, store.trouble], ['ready', null])
})

test('a show that another phone began meanwhile is asked about, too', async () => {
  const { store, cloud, goLive } = studio
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('ALREADY_LIVE'))
  await goLive()
  assert.equal(store.troubleView?.action, 'continue')
  await store.solve('continue')
  assert.equal(store.phase, 'ready', 'it was over by then')
  assert.equal(store.draft.note, '那一场已经结束了，可以开新的')
})

test('when the anchor goes on with another phone, this one stops at once and can take it back', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  await goLive()
  rtc.listener?.connection('otherDevice')
  assert.equal(rtc.log.at(-1), 'leave')
  assert.equal(store.troubleView?.title, '这场直播换到另一台手机上了')
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
  assert.equal(store.phase, 'live')
  assert.deepEqual(rtc.log.slice(-4), ['open', 'prepare', 'join', 'publish s1'])
})

test('when the video package does not load, one tap tries again', async () => {
  const { store, clock, rtc, world, goLive } = studio
  world.loadRtc = () => Promise.reject(new RtcError('LOAD_FAILED'))
  await goLive()
  assert.equal(store.troubleView?.title, '直播组件没下载完')
  world.loadRtc = async () => rtc
  const solving = store.solve('retry')
  await clock.advance(COUNTDOWN)
  await solving
  assert.equal(store.phase, 'live')
})

test('a login that fails leaves the room and can be repeated without a new one', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  rtc.joining = () => Promise.reject(new RtcError('LOGIN_TIMEOUT'))
  await goLive()
  assert.equal(store.troubleView?.title, '没能接通直播间')
  assert.equal(rtc.log.at(-1), 'leave')
  rtc.joining = async () => {}
  cloud.answers['studio.open'] = () => ({
    role: 'owner',
    claimable: false,
    room: aRoom(),
    serverTime: clock.now(),
  })
  await store.solve('retry')
  assert.equal(store.phase, 'live')
  assert.equal(cloud.count('studio.create'), 1)
})

test('the end is written before the stream stops', async () => {
  const { store, cloud, rtc, clock, goLive } = studio
  await goLive()
  cloud.answers['studio.end'] = async () => {
    rtc.log.push('studio.end')
    return { room: AN_ENDED_ROOM }
  }
  await Promise.all([store.end(), store.end()])
  assert.deepEqual(rtc.log.slice(-2), ['studio.end', 'leave'])
  assert.equal(store.phase, 'summary')
  assert.equal(store.record.lasted, '播了 42 分钟')
  assert.equal(clock.waiting, 0)
})

test('an end that did not reach the server keeps the show on air and says so', async () => {
  const { store, cloud, rtc, goLive } = studio
  await goLive()
  cloud.answers['studio.end'] = () => Promise.reject(new AppError('NETWORK'))
  await store.end()
  assert.equal(store.phase, 'live')
  assert.equal(store.notice, '还没结束：没连上网，检查网络后再试')
  assert.ok(!rtc.log.includes('leave'))
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
    assert.equal(studio.store.phase, 'summary')
    assert.equal(studio.rtc.log.at(-1), 'leave')
    assert.equal(studio.clock.waiting, 0)
  })
}

test('another show can follow, and nothing of the last one counts', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  await goLive()
  rtc.listener?.online(9)
  await store.end()
  store.again()
  assert.equal(store.record.peakAudience, 0)
  const starting = store.start()
  await clock.advance(COUNTDOWN)
  await starting
  assert.equal(store.phase, 'live')
  assert.equal(cloud.count('studio.create'), 2)
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
  assert.deepEqual(beats, [
    { roomID: 'room1', uplink: { videoKbps: 900, audioKbps: 48, fps: 15 }, online: 3 },
    { roomID: 'room1', uplink: { videoKbps: 0, audioKbps: 0, fps: 0 }, online: 3 },
  ])
})

test('the anchor is not counted among the audience', async () => {
  const { store, rtc, goLive } = studio
  await goLive()
  rtc.listener?.online(1)
  assert.equal(store.record.audience, 0)
  rtc.listener?.online(39)
  rtc.listener?.online(12)
  assert.equal(store.record.audience, 11)
  assert.equal(store.record.peakAudience, 38)
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
    assert.equal(rtc.log.at(-1), 'retry')
  }
})

test('what happens to the phone reaches the stream on air', async () => {
  const { store, phone, rtc, goLive } = studio
  await goLive()
  store.background()
  phone.tell('hidden', 'shown', 'networkSwitched')
  assert.deepEqual(
    rtc.log.filter((line) => line.startsWith('phone')),
    ['phone hidden', 'phone shown', 'phone networkSwitched'],
  )
})

test('who leaves during the countdown is not put on air', async () => {
  const { store, cloud, clock, rtc, phone, open } = studio
  await open()
  const starting = store.start()
  await settle()
  await store.leave()
  await clock.advance(COUNTDOWN)
  await starting
  assert.equal(cloud.count('studio.start'), 0)
  assert.deepEqual(rtc.log, [])
  assert.equal(clock.waiting, 0)
  assert.equal(phone.listening, 0)
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
  assert.deepEqual(rtc.log, [])
  assert.equal(clock.waiting, 0)
})

test('leaving the studio stops the stream and the beat but does not end the show', async () => {
  const { store, cloud, clock, rtc, goLive } = studio
  await goLive()
  await store.leave()
  assert.equal(rtc.log.at(-1), 'leave')
  assert.equal(cloud.count('studio.end'), 0)
  assert.equal(clock.waiting, 0)
})
