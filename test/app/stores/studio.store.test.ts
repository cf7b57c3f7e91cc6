import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { type Rtc, RtcError } from '../../../miniprogram/stores/live-room.ts'
import { SessionStore } from '../../../miniprogram/stores/session.store.ts'
import { COUNT_FROM, COUNT_STEP_MS, StudioStore } from '../../../miniprogram/stores/studio.store.ts'
import type { MissingDevice } from '../../../miniprogram/stores/studio-words.ts'
import {
  aGrant,
  aRoom,
  FakeClock,
  RecordingCloud,
  RecordingRtc,
  RecordingTag,
  settle,
} from '../support/fakes.ts'

const COUNTDOWN = COUNT_FROM * COUNT_STEP_MS

let clock: FakeClock
let cloud: RecordingCloud
let rtc: RecordingRtc
let loadRtc: () => Promise<Rtc>
let missing: MissingDevice | null
let store: StudioStore

beforeEach(() => {
  clock = new FakeClock()
  rtc = new RecordingRtc()
  loadRtc = async () => rtc
  missing = null
  cloud = new RecordingCloud({
    'studio.create': () => ({ room: aRoom({ status: 'created', streamID: null, startedAt: null, rev: 1 }) }),
    'studio.start': () => ({ room: aRoom(), grant: aGrant() }),
    'studio.end': () => ({
      room: aRoom({ status: 'ended', streamID: null, rev: 3, endedAt: 1_700_000_000_000 + 42 * 60_000 }),
    }),
    'room.list': () => ({ rooms: [aRoom({ roomID: 'old' })], serverTime: clock.now() }),
  })
  store = new StudioStore({
    cloud,
    clock,
    session: new SessionStore({ clock }),
    loadRtc: () => loadRtc(),
    askDevices: async () => missing,
    log: () => {},
  })
})

const open = () => store.open(new RecordingTag(), '开窑夜')

async function goLive() {
  await open()
  const starting = store.start()
  await clock.advance(COUNTDOWN)
  await starting
}

const report = (videoBitrate: number, audioBitrate = 48, netQualityLevel = 1) =>
  store.tagNet({ detail: { info: { videoBitrate, audioBitrate, videoFPS: 15, netQualityLevel } } })

test('two taps lead from the studio’s door to being on air', async () => {
  await goLive()
  assert.equal(store.phase, 'live')
  assert.deepEqual(cloud.calls, ['studio.create', 'studio.start'])
  assert.deepEqual(rtc.log, ['open', 'prepare', 'join', 'publish s1'])
})

test('the show is announced only after the countdown', async () => {
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
  await open()
  const taps = Promise.all([store.start(), store.start()])
  await clock.advance(COUNTDOWN)
  await taps
  assert.equal(cloud.count('studio.create'), 1)
  assert.equal(cloud.count('studio.start'), 1)
})

test('without a title nothing starts, and the reason stands under the button', async () => {
  await open()
  store.setTitle('  ')
  await store.start()
  assert.equal(store.phase, 'ready')
  assert.equal(store.notice, '给直播起个标题吧')
  assert.deepEqual(cloud.calls, [])
})

test('a refused camera is a state, and giving it later opens the studio', async () => {
  missing = 'camera'
  await open()
  assert.equal(store.phase, 'no-permission')
  assert.equal(store.missingView?.title, '没有相机权限')
  missing = null
  await store.checkDevices()
  assert.equal(store.phase, 'ready')
})

test('who is not the anchor reads it and is led back', async () => {
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('NOT_ANCHOR'))
  await goLive()
  assert.equal(store.phase, 'ready')
  assert.equal(store.troubleView?.title, '这里是主播开播的地方')
  assert.equal(store.troubleView?.action, 'home')
  assert.deepEqual(rtc.log, [])
})

test('a show that was never ended is taken up again', async () => {
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('ALREADY_LIVE'))
  await goLive()
  assert.equal(store.troubleView?.button, '接着播')
  await store.solve()
  assert.equal(store.phase, 'live')
  assert.equal(store.trouble, null)
})

test('when the video package does not load, one tap tries again', async () => {
  loadRtc = () => Promise.reject(new RtcError('LOAD_FAILED'))
  await goLive()
  assert.equal(store.troubleView?.title, '直播组件没下载完')
  loadRtc = async () => rtc
  const solving = store.solve()
  await clock.advance(COUNTDOWN)
  await solving
  assert.equal(store.phase, 'live')
})

test('a login that fails leaves the room and can be repeated without a new one', async () => {
  rtc.joining = () => Promise.reject(new RtcError('LOGIN_TIMEOUT'))
  await goLive()
  assert.equal(store.troubleView?.title, '没能接通直播间')
  assert.equal(rtc.log.at(-1), 'leave')
  rtc.joining = async () => {}
  await store.solve()
  assert.equal(store.phase, 'live')
  assert.equal(cloud.count('studio.create'), 1)
})

test('the end is written before the stream stops', async () => {
  await goLive()
  cloud.answers['studio.end'] = async () => {
    rtc.log.push('studio.end')
    return {
      room: aRoom({ status: 'ended', streamID: null, rev: 3, endedAt: 1_700_000_000_000 + 42 * 60_000 }),
    }
  }
  await Promise.all([store.end(), store.end()])
  assert.deepEqual(rtc.log.slice(-2), ['studio.end', 'leave'])
  assert.equal(store.phase, 'summary')
  assert.equal(store.lasted, '播了 42 分钟')
})

test('an end that did not reach the server keeps the show on air and says so', async () => {
  await goLive()
  cloud.answers['studio.end'] = () => Promise.reject(new AppError('NETWORK'))
  await store.end()
  assert.equal(store.phase, 'live')
  assert.equal(store.notice, '没结束成：没连上网，检查网络后再试')
  assert.ok(!rtc.log.includes('leave'))
})

test('another show can follow', async () => {
  await goLive()
  await store.end()
  store.again()
  const starting = store.start()
  await clock.advance(COUNTDOWN)
  await starting
  assert.equal(store.phase, 'live')
  assert.equal(cloud.count('studio.create'), 2)
})

test('the sentence claims nothing that was not measured in the last five seconds', async () => {
  await goLive()
  assert.equal(store.uplink.health.sentence, '正在接通观众')
  rtc.onPublisher('live')
  assert.equal(store.uplink.health.sentence, '正在确认画面')
  assert.equal(store.uplink.figures, '')
  report(900)
  assert.equal(store.uplink.health.sentence, '观众看得见、听得见')
  assert.equal(store.uplink.figures, '上行 948 kbps · 15 fps')
  rtc.onPublisher('recovering')
  assert.equal(store.uplink.health.sentence, '观众卡住了，正在重连 0 秒')
  assert.equal(store.uplink.figures, '', 'numbers of a line that is gone are not shown')
  rtc.onPublisher('live')
  await clock.advance(6_000)
  store.tick()
  assert.equal(store.uplink.health.sentence, '正在确认画面')
  assert.equal(store.uplink.figures, '')
})

test('a thin uplink is called blurred after six seconds, not at once', async () => {
  await goLive()
  rtc.onPublisher('live')
  const afterSeconds = async (seconds: number, kbps: number, level: number) => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1_000)
      report(kbps, 48, level)
      store.tick()
    }
    return store.uplink.health.tone
  }
  assert.equal(await afterSeconds(6, 300, 5), 'good')
  assert.equal(await afterSeconds(2, 300, 5), 'weak')
  assert.equal(await afterSeconds(1, 900, 1), 'good')
  assert.equal(await afterSeconds(10, 300, 1), 'good', 'a still picture needs few bits')
})

test('the anchor is not counted among the audience', async () => {
  await goLive()
  rtc.listener?.online(1)
  assert.equal(store.audience, 0)
  rtc.listener?.online(39)
  rtc.listener?.online(12)
  assert.equal(store.audience, 11)
  assert.equal(store.peakAudience, 38)
})

test('a microphone without sound, or switched off, is said', async () => {
  await goLive()
  rtc.onPublisher('live')
  report(900, 0)
  assert.equal(store.uplink.health.sentence, '麦克风没声音')
  store.uplink.toggleMute()
  assert.equal(store.uplink.health.sentence, '观众看得见，麦克风关着')
})

test('a stream that was given up becomes a button that opens it anew', async () => {
  await goLive()
  rtc.onPublisher('failed')
  assert.ok(store.uplink.health.canReopen)
  await store.reopen()
  assert.equal(store.phase, 'live')
  assert.deepEqual(rtc.log.slice(-5), ['leave', 'open', 'prepare', 'join', 'publish s1'])
})

test('after a phone call the same stream goes on', async () => {
  await goLive()
  rtc.onPublisher('interrupted')
  await store.reopen()
  assert.equal(rtc.log.at(-1), 'retry')
})

test('who leaves during the countdown is not put on air', async () => {
  await open()
  const starting = store.start()
  await settle()
  await store.leave()
  await clock.advance(COUNTDOWN)
  await starting
  assert.equal(cloud.count('studio.start'), 0)
  assert.deepEqual(rtc.log, [])
  assert.equal(clock.waiting, 0)
})

test('leaving the studio stops the stream but does not end the show', async () => {
  await goLive()
  await store.leave()
  assert.equal(rtc.log.at(-1), 'leave')
  assert.equal(cloud.count('studio.end'), 0)
})
