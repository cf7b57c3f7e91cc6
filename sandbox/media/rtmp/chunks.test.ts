import fc from 'fast-check'
import { ChunkReader } from './chunk-reader.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { type RtmpMessage, RtmpProtocolError } from './messages.ts'

const LIMITS = { messageBytes: 100_000, chunkStreams: 8 }

function read(slices: Buffer[]): RtmpMessage[] {
  const messages: RtmpMessage[] = []
  const reader = new ChunkReader((message) => messages.push(message), LIMITS)
  for (const slice of slices) reader.push(slice)
  return messages
}

function slicesOf(bytes: Buffer, size: number): Buffer[] {
  const slices: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) slices.push(bytes.subarray(at, at + size))
  return slices
}

const message = fc.record({
  type: fc.constantFrom(8, 9, 18, 20),
  streamId: fc.nat(3),
  timeMs: fc.constantFrom(0, 40, 0xfffffe, 0xffffff, 0x1000000, 0xffffffff),
  body: fc.uint8Array({ minLength: 1, maxLength: 700 }).map((bytes) => Buffer.from(bytes)),
})

test('any messages come back from any chunk size and any slicing', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(null, 1, 64, 4096),
      fc.integer({ min: 1, max: 300 }),
      (messages, chunkSize, slice) => {
        const writer = new ChunkWriter()
        const wire = Buffer.concat([
          chunkSize === null ? Buffer.alloc(0) : writer.setChunkSize(chunkSize),
          ...messages.map((each) => writer.encode(each)),
        ])
        expect(read(slicesOf(wire, slice))).toStrictEqual(messages.map((each) => ({ ...each })))
      },
    ),
    { seed: 11, numRuns: 200 },
  )
})

// Headers written by hand from RTMP 1.0 §5.3.1.
const TIMES: ReadonlyArray<[string, string, number[]]> = [
  ['format 1 adds its delta', '04 000064 000001 08 01000000 aa 44 000028 000001 08 bb', [100, 140]],
  [
    'format 2 keeps size and type',
    '04 000064 000001 08 01000000 aa 84 000014 bb 84 000014 cc',
    [100, 120, 140],
  ],
  ['format 3 repeats the last delta', '04 000064 000001 08 01000000 aa 84 000014 bb c4 cc', [100, 120, 140]],
  ['format 3 behind format 0 repeats its time', '04 000028 000001 08 01000000 aa c4 bb', [40, 80]],
  ['a two byte chunk stream id', '00 10 000005 000001 08 01000000 aa', [5]],
  ['a three byte chunk stream id', '01 10 01 000006 000001 08 01000000 aa', [6]],
  ['an extended time', '04 ffffff 000001 08 01000000 01000000 aa', [0x1000000]],
]

for (const [name, wire, times] of TIMES) {
  test(`chunk headers: ${name}`, () => {
    const messages = read([Buffer.from(wire.replaceAll(' ', ''), 'hex')])
    expect(messages.map(({ timeMs }) => timeMs)).toStrictEqual(times)
  })
}

const BROKEN: ReadonlyArray<[string, string]> = [
  ['a stream that begins without a full header', '44 000028 000001 08'],
  ['a message above the limit', '04 000000 ffffff 08 01000000'],
  ['a chunk size of zero', '02 000000 000004 01 00000000 00000000'],
  ['a chunk size message without a size', '02 000000 000001 01 00000000 00'],
]

for (const [name, wire] of BROKEN) {
  test(`${name} breaks the connection`, () => {
    expect(() => read([Buffer.from(wire.replaceAll(' ', ''), 'hex')])).toThrow(RtmpProtocolError)
  })
}

test('one connection cannot open chunk streams without end', () => {
  const open = (id: number) => Buffer.from([id, 0, 0, 0, 0, 0, 1, 8, 1, 0, 0, 0, 0xaa])
  const all = Array.from({ length: LIMITS.chunkStreams + 1 }, (_, i) => open(i + 3))
  expect(() => read(all)).toThrow(/too many chunk streams/)
})
