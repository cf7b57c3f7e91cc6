import { type FlvTag, SCRIPT } from './flv/flv.ts'
import { FlvReader } from './flv/flv-reader.ts'
import { FlvMux } from './page/flv-mux.ts'
import { MAX_RETRIES, RetryCounter } from './page/retry.ts'
import { flvAddressOf } from './page/stream-address.ts'
import { StreamMeter } from './page/stream-meter.ts'
import { sampleTag } from './testing/use-media.ts'

// The pure parts of the pages; the rest runs in live.browser.test.ts.

const ADDRESSES: ReadonlyArray<[string, string | null]> = [
  ['rtmp://127.0.0.1:1935/live/s1?sign=a/b', 'ws://x:1/live/s1.flv'],
  ['rtmp://play.example.com/zego-1/s_1-b', 'ws://x:1/zego-1/s_1-b.flv'],
  ['https://play.example.com/live/s1.flv?txSecret=1', 'ws://x:1/live/s1.flv'],
  ['http://127.0.0.1:8000/live/s1.flv', 'ws://x:1/live/s1.flv'],
  ['https://play.example.com/live/s1.m3u8', null],
  ['rtmp://play.example.com/only-app', null],
  ['room://cloud.tencent.com?sdkappid=1', null],
  ['rtmp://h/../s1', null],
  ['', null],
]

for (const [src, address] of ADDRESSES) {
  test(`live-player src ${src || '(empty)'} is ${address ?? 'no address'}`, () => {
    expect(flvAddressOf(src, 'ws://x:1')).toBe(address)
  })
}

function muxed(): { mux: FlvMux; tags: FlvTag[] } {
  const tags: FlvTag[] = []
  const reader = new FlvReader((tag) => tags.push(tag), 1_000)
  return { mux: new FlvMux({ width: 360 }, (bytes) => reader.push(bytes)), tags }
}

test('nothing is sent before both configurations and a key frame, which is time 0', () => {
  const { mux, tags } = muxed()
  const frame = new Uint8Array(8)
  expect(mux.video(frame, true, 5_000)).toBe(false)
  mux.setAvcConfig(new Uint8Array([1, 66, 0, 31]))
  mux.audio(frame, 5_010)
  expect(mux.video(frame, true, 5_060)).toBe(false)
  mux.setAacConfig(new Uint8Array([0x11, 0x88]))
  expect(mux.video(frame, false, 5_100)).toBe(false)
  expect(tags).toHaveLength(0)
  expect(mux.needsKeyFrame).toBe(true)
  expect(mux.video(frame, true, 5_200)).toBe(true)
  mux.audio(frame, 5_199)
  mux.audio(frame, 5_221)
  mux.video(frame, false, 5_266)
  expect(tags.map(({ type, timeMs }) => [type, timeMs])).toStrictEqual([
    [SCRIPT, 0],
    [9, 0],
    [8, 0],
    [9, 0],
    [8, 21],
    [9, 66],
  ])
})

test('netstatus counts what went through since the last one', () => {
  const meter = new StreamMeter(0)
  meter.add(sampleTag.avcConfig())
  meter.add(sampleTag.key(0, 1_000))
  for (let i = 1; i < 15; i++) meter.add(sampleTag.inter(i * 66, 500))
  meter.add(sampleTag.sound(0))
  expect(meter.take(1_000)).toStrictEqual({ videoBitrate: 64, audioBitrate: 0, videoFPS: 15, videoGOP: 0 })
  meter.add(sampleTag.key(1_000, 1_000))
  expect(meter.take(2_000).videoGOP).toBe(1)
  expect(meter.take(3_000)).toStrictEqual({ videoBitrate: 0, audioBitrate: 0, videoFPS: 0, videoGOP: 1 })
})

test('three reconnects, then giving up; a success starts the count again', () => {
  const retries = new RetryCounter()
  const fail = () => retries.failed().kind
  expect(Array.from({ length: MAX_RETRIES + 1 }, fail)).toStrictEqual(['again', 'again', 'again', 'give-up'])
  retries.succeeded()
  expect(fail()).toBe('again')
})
