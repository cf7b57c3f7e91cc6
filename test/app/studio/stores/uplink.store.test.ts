import assert from 'node:assert/strict'
import { UplinkStore } from '../../../../miniprogram/studio/stores/uplink.store.ts'
import { FakeClock } from '../../support/fakes.ts'

// docs: tokens of the design, "the sentence that is never a guess".

let clock: FakeClock
let uplinkHealth: UplinkStore
beforeEach(() => {
  clock = new FakeClock()
  uplinkHealth = new UplinkStore({ clock })
  uplinkHealth.setPublisher('connecting')
})

const report = (videoBitrate: number, audioBitrate = 48, netQualityLevel = 1, videoFPS = 15) =>
  uplinkHealth.onNetStatus({ detail: { info: { videoBitrate, audioBitrate, videoFPS, netQualityLevel } } })
const seconds = async (count: number) => {
  await clock.advance(count * 1_000)
  uplinkHealth.tick()
}

test('the sentence claims nothing that was not measured in the last five seconds', async () => {
  expect(uplinkHealth.health.sentence).toBe('正在接通观众')
  uplinkHealth.setPublisher('live')
  expect(uplinkHealth.health.sentence).toBe('正在确认画面')
  expect(uplinkHealth.figures).toBe('')
  report(900)
  expect(uplinkHealth.health.sentence).toBe('观众看得见、听得见')
  expect(uplinkHealth.figures).toBe('上行 948 kbps · 15 fps')
  await seconds(6)
  expect(uplinkHealth.health.sentence).toBe('正在确认画面')
  expect(uplinkHealth.figures).toBe('')
})

test('numbers of a line that is gone are neither shown nor sent', () => {
  uplinkHealth.setPublisher('live')
  report(900)
  expect(uplinkHealth.measured).toStrictEqual({ videoKbps: 900, audioKbps: 48, fps: 15 })
  uplinkHealth.setPublisher('recovering')
  expect(uplinkHealth.figures).toBe('')
  expect(uplinkHealth.measured).toStrictEqual({ videoKbps: 0, audioKbps: 0, fps: 0 })
})

test('trouble is counted from the last moment that was good, through all its stages', async () => {
  uplinkHealth.setPublisher('live')
  await seconds(60)
  uplinkHealth.setPublisher('recovering')
  await seconds(3)
  expect(uplinkHealth.health.sentence).toBe('观众卡住了，正在重连 3 秒')
  await seconds(117)
  uplinkHealth.setPublisher('failed')
  expect(uplinkHealth.health.sentence).toBe('画面停了 120 秒，点这里重开')
  assert.ok(uplinkHealth.health.canReopen)
})

test('a thin uplink is called blurred after six seconds, not at once', async () => {
  uplinkHealth.setPublisher('live')
  const afterSeconds = async (count: number, kbps: number, level: number) => {
    for (let second = 0; second < count; second++) {
      await clock.advance(1_000)
      report(kbps, 48, level)
      uplinkHealth.tick()
    }
    return uplinkHealth.health.tone
  }
  expect(await afterSeconds(6, 300, 5)).toBe('good')
  expect(await afterSeconds(2, 300, 5)).toBe('weak')
  expect(await afterSeconds(1, 900, 1)).toBe('good')
  assert.equal(await afterSeconds(10, 300, 1), 'good', 'a still picture needs few bits')
})

test('a picture that jerks is said', () => {
  uplinkHealth.setPublisher('live')
  report(900, 48, 1, 8)
  expect(uplinkHealth.health.sentence).toBe('画面有点卡')
})

test('a microphone without sound, or switched off, is said; after 20 s with alarm', async () => {
  uplinkHealth.setPublisher('live')
  report(900, 0)
  expect(uplinkHealth.health.sentence).toBe('麦克风没声音')
  uplinkHealth.toggleMute()
  expect([uplinkHealth.health.sentence, uplinkHealth.health.tone]).toStrictEqual([
    '观众看得见，麦克风关着',
    'waiting',
  ])
  await seconds(21)
  report(900, 0)
  expect([uplinkHealth.health.sentence, uplinkHealth.health.tone]).toStrictEqual([
    '麦克风关着，观众听不见',
    'bad',
  ])
})
