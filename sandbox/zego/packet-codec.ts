import { WireError } from './errors.ts'
import { type PacketHeader, packetHeader } from './messages.ts'

/** Requests of a logged-in phone; an answer is cmd + 1 with the same seq. */
export const CMD = {
  login: 1001,
  logout: 1003,
  push: 1101,
  pushAck: 1102,
  mergePush: 1103,
  mergePushAck: 1104,
  connectionKick: 1105,
  heartbeat: 301005,
  renewToken: 301007,
  setExtraInfo: 301011,
  getExtraInfo: 301013,
  addStream: 302001,
  deleteStream: 302003,
  updateStream: 302005,
  streamList: 302007,
  broadcast: 303001,
  barrage: 303005,
  customCommand: 303017,
  userList: 304001,
} as const

export interface Packet {
  readonly header: PacketHeader
  readonly body: Buffer
}

const MARK = 0x31
const PREFIX_BYTES = 7

/** `31 | header length u16be | body length u32be | PacketHeader | body`: the payload of frames 17 and 21. */
export function encodePacket({ header, body }: Packet): Buffer {
  const head = packetHeader.encode(header)
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix[0] = MARK
  prefix.writeUInt16BE(head.length, 1)
  prefix.writeUInt32BE(body.length, 3)
  return Buffer.concat([prefix, head, body])
}

/** Throws WireError. */
export function decodePacket(bytes: Buffer): Packet {
  if (bytes.length < PREFIX_BYTES || bytes[0] !== MARK)
    throw new WireError('room packet does not start with 31')
  const headEnd = PREFIX_BYTES + bytes.readUInt16BE(1)
  const end = headEnd + bytes.readUInt32BE(3)
  if (end !== bytes.length) throw new WireError(`room packet says ${end} bytes and has ${bytes.length}`)
  return { header: packetHeader.decode(bytes.subarray(PREFIX_BYTES, headEnd)), body: bytes.subarray(headEnd) }
}
