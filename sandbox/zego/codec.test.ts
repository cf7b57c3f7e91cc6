import assert from 'node:assert/strict'
import fc from 'fast-check'
import { WireError } from './errors.ts'
import { decodeFrame, encodeFrame } from './frame-codec.ts'
import {
  addStreamRequest,
  barrageRequest,
  heartbeatRoomResponse,
  httpRequest,
  loginRequest,
  packetHeader,
} from './messages.ts'
import { decodePacket, encodePacket } from './packet-codec.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

test('a frame is AF 00, type, length, stream, 00, body', () => {
  const frame = { type: 14, streamId: 3, body: hex('08 01') }
  const bytes = hex('af00 000e 00000002 00000003 00 0801')
  expect(encodeFrame(frame)).toStrictEqual(bytes)
  expect(decodeFrame(bytes)).toStrictEqual(frame)
})

test('a room packet is 31, two lengths, header, body', () => {
  const header = { cmd: 1003, seq: 2, timestamp: 0, context_key: 7 }
  const bytes = encodePacket({ header, body: hex('0a00') })
  expect(bytes.toString('hex')).toBe(`31${'0009'}${'00000002'}${'08eb0710021800'}${'3007'}${'0a00'}`)
  expect(decodePacket(bytes)).toStrictEqual({ header, body: hex('0a00') })
})

const BROKEN_FRAMES: readonly [string, string][] = [
  ['nothing', ''],
  ['half a header', 'af00 000e'],
  ['another first byte', 'ac00 000e 00000000 00000003 00'],
  ['another second byte', 'af01 000e 00000000 00000003 00'],
  ['a body shorter than it says', 'af00 000e 00000005 00000003 00 0801'],
  ['a body longer than it says', 'af00 000e 00000001 00000003 00 0801'],
]
for (const [what, bytes] of BROKEN_FRAMES) {
  test(`${what} is no frame`, () => expect(() => decodeFrame(hex(bytes))).toThrow(WireError))
}

const BROKEN_PACKETS: readonly [string, string][] = [
  ['nothing', ''],
  ['another mark', '32 0000 00000000'],
  ['a header behind the end', '31 00ff 00000000'],
  ['a body behind the end', '31 0004 0000ffff 08011001'],
  ['bytes behind the body', '31 0004 00000000 08011001 00'],
  ['a header without seq', '31 0002 00000000 0801'],
  ['a header that is cut', '31 0003 00000000 080110'],
]
for (const [what, bytes] of BROKEN_PACKETS) {
  test(`${what} is no room packet`, () => expect(() => decodePacket(hex(bytes))).toThrow(WireError))
}

test('zero is written, not left out: the SDK tells the two apart', () => {
  expect(packetHeader.encode({ cmd: 1, seq: 0, timestamp: 0, context_key: 0 }).toString('hex')).toBe(
    '0801100018003000',
  )
})

test('an answer that lacks a field the SDK needs does not leave the house', () => {
  const answer = { rsp_head: { code: 0, message: '' }, ret_timestamp: 1, hb_interval: 3000 }
  expect(() => heartbeatRoomResponse.encode(answer as never)).toThrow(/hb_timeout/)
})

test('a field that the protocol does not know is our mistake', () => {
  const header = { cmd: 1, seq: 1, timestamp: 0, context_key: 0, room: 'r' }
  expect(() => packetHeader.encode(header)).toThrow(/room is not in PacketHeader/)
})

test('what a phone left out reads as empty', () => {
  expect(addStreamRequest.decode(hex('0a0173'))).toStrictEqual({ stream_id: 's', extra_info: '' })
})

test('no bytes do worse than a WireError', () => {
  const survives = (decode: (bytes: Buffer) => unknown) => (bytes: Uint8Array) => {
    try {
      decode(Buffer.from(bytes))
    } catch (error) {
      assert.ok(error instanceof WireError, String(error))
    }
  }
  const body = fc.uint8Array({ maxLength: 80 })
  const readers = [decodeFrame, decodePacket, loginRequest.decode, barrageRequest.decode, httpRequest.decode]
  for (const read of readers) fc.assert(fc.property(body, survives(read)), { numRuns: 500 })
})
