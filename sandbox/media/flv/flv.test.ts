import fc from 'fast-check'
import {
  AUDIO,
  aacConfigTag,
  avcConfigTag,
  avcFrameTag,
  encodeTag,
  type FlvTag,
  flvHeader,
  isAacConfig,
  isAvcConfig,
  isKeyFrame,
  SCRIPT,
  VIDEO,
} from './flv.ts'
import { FlvFormatError, FlvReader } from './flv-reader.ts'

const bodyOf = (tag: Uint8Array) => tag.subarray(11, tag.length - 4)

test('the header promises exactly the tracks that exist', () => {
  expect(flvHeader({ audio: true, video: true })[4]).toBe(5)
  expect(flvHeader({ audio: false, video: true })[4]).toBe(1)
  expect(flvHeader({ audio: true, video: false })[4]).toBe(4)
})

test('a tag has the bytes of the specification', () => {
  const tag = encodeTag(VIDEO, 0x01020304, new Uint8Array([0xaa]))
  expect(Buffer.from(tag).toString('hex')).toBe('09000001020304010000' + '00aa0000000c')
})

test('any tags come back from any slicing, with their 32 bit times', () => {
  const tag = fc.record({
    type: fc.constantFrom(AUDIO, VIDEO, SCRIPT),
    timeMs: fc.constantFrom(0, 66, 0xffffff, 0x1000000, 0xffffffff),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
  })
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (tags, size) => {
      const read: FlvTag[] = []
      const reader = new FlvReader((each) => read.push(each), 1000)
      const wire = Buffer.concat([
        flvHeader({ audio: true, video: true }),
        ...tags.map(({ type, timeMs, body }) => encodeTag(type, timeMs, body)),
      ])
      for (let at = 0; at < wire.length; at += size) reader.push(wire.subarray(at, at + size))
      expect(read).toStrictEqual(tags.map((each) => ({ ...each })))
    }),
    { seed: 3, numRuns: 200 },
  )
})

test('configurations and key frames are told apart', () => {
  const config = bodyOf(avcConfigTag(new Uint8Array([1, 66, 0, 31])))
  const key = bodyOf(avcFrameTag(0, true, new Uint8Array([1, 2])))
  const inter = bodyOf(avcFrameTag(0, false, new Uint8Array([1, 2])))
  expect([config, key, inter].map(isAvcConfig)).toStrictEqual([true, false, false])
  expect([config, key, inter].map(isKeyFrame)).toStrictEqual([false, true, false])
  expect(isAacConfig(bodyOf(aacConfigTag(new Uint8Array([0x11, 0x88]))))).toBe(true)
})

for (const [name, bytes] of [
  ['something else than FLV', Buffer.from('GIF89a')],
  ['an unknown tag type', Buffer.concat([flvHeader({ audio: true, video: true }), Buffer.alloc(11, 3)])],
  [
    'a tag above the limit',
    Buffer.concat([flvHeader({ audio: true, video: true }), Buffer.from('09ffffff00000000000000', 'hex')]),
  ],
] as const) {
  test(`${name} is refused`, () => {
    expect(() => new FlvReader(() => {}, 1000).push(bytes)).toThrow(FlvFormatError)
  })
}
