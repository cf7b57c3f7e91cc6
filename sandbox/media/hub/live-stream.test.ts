import assert from 'node:assert/strict'
import { VIDEO } from '../flv/flv.ts'
import { LIMITS } from '../limits.ts'
import { sampleTag } from '../testing/use-media.ts'
import { LiveStream, type ReaderSink } from './live-stream.ts'

/** A player whose queue the test decides. */
class RecordingSink implements ReaderSink {
  queued = 0
  ended: string | null = null
  readonly sent: Uint8Array[] = []
  send(bytes: Uint8Array): void {
    this.sent.push(bytes)
  }
  queuedBytes(): number {
    return this.queued
  }
  end(reason: string): void {
    this.ended = reason
  }
}

const aStream = () => new LiveStream(LIMITS, () => 0)

function onAir(): LiveStream {
  const stream = aStream()
  for (const tag of [sampleTag.metadata(), sampleTag.avcConfig(), sampleTag.aacConfig()]) stream.push(tag)
  return stream
}

test('a joiner gets nothing until there is a picture to begin with', () => {
  const stream = onAir()
  const sink = new RecordingSink()
  stream.join(sink)
  stream.push(sampleTag.inter(0))
  stream.push(sampleTag.sound(10))
  expect(sink.sent).toHaveLength(0)
  stream.push(sampleTag.key(66))
  expect(sink.sent).toHaveLength(1)
  expect(sink.sent[0]?.[4]).toBe(5)
})

test('a video-only encoder is announced as video only, so that players do not wait for sound', () => {
  const stream = aStream()
  stream.push(sampleTag.avcConfig())
  stream.push(sampleTag.key(0))
  const sink = new RecordingSink()
  stream.join(sink)
  expect(sink.sent[0]?.[4]).toBe(1)
})

test('an audio-only encoder is heard after a second', () => {
  const stream = aStream()
  const sink = new RecordingSink()
  stream.join(sink)
  stream.push(sampleTag.aacConfig())
  stream.push(sampleTag.sound(0))
  stream.push(sampleTag.sound(900))
  expect(sink.sent).toHaveLength(0)
  stream.push(sampleTag.sound(1_000))
  expect(sink.sent[0]?.[4]).toBe(4)
})

test('a reader that does not keep up skips to a key frame, and one that never reads is closed', () => {
  const stream = onAir()
  stream.push(sampleTag.key(0))
  const slow = new RecordingSink()
  stream.join(slow)
  const before = slow.sent.length
  slow.queued = LIMITS.readerSkipBytes + 1
  stream.push(sampleTag.inter(66))
  slow.queued = 0
  stream.push(sampleTag.inter(132))
  assert.equal(slow.sent.length, before, 'frames without their key frame are useless')
  stream.push(sampleTag.key(1_000))
  stream.push(sampleTag.inter(1_066))
  expect(slow.sent).toHaveLength(before + 2)
  slow.queued = LIMITS.readerCutBytes + 1
  stream.push(sampleTag.inter(1_132))
  expect(slow.ended).toBe('too-slow')
  expect(stream.readers).toBe(0)
})

test('a group of pictures without end is not kept, later joiners wait for the next key frame', () => {
  const stream = new LiveStream({ ...LIMITS, gopBytes: 500 }, () => 0)
  stream.push(sampleTag.avcConfig())
  stream.push(sampleTag.key(0, 300))
  stream.push(sampleTag.inter(66, 300))
  stream.push(sampleTag.inter(132, 300))
  const sink = new RecordingSink()
  stream.join(sink)
  const frames = sink.sent[0] ?? new Uint8Array()
  assert.ok(frames.length < 100, 'only headers are left')
  expect(frames[13]).toBe(VIDEO)
})

test('a frozen stream keeps its readers and gives them nothing; afterwards they go on with a key frame', () => {
  const stream = onAir()
  stream.push(sampleTag.key(0))
  const sink = new RecordingSink()
  stream.join(sink)
  const before = sink.sent.length
  stream.freeze(true)
  stream.push(sampleTag.inter(66))
  stream.push(sampleTag.key(1_000))
  const late = new RecordingSink()
  stream.join(late)
  expect([sink.sent.length, late.sent.length]).toStrictEqual([before, 0])
  stream.freeze(false)
  stream.push(sampleTag.inter(1_066))
  expect([sink.sent.length, late.sent.length]).toStrictEqual([before, 0])
  stream.push(sampleTag.key(2_000))
  expect([sink.sent.length, late.sent.length]).toStrictEqual([before + 1, 1])
  expect(sink.ended).toBeNull()
  expect([stream.readers, stream.joined, stream.cut]).toStrictEqual([2, 2, 0])
})
