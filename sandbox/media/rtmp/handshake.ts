import { randomBytes } from 'node:crypto'
import { RtmpProtocolError } from './messages.ts'

/** The simple handshake (RTMP 1.0 §5.2); the digest variant of later Flash players is not spoken (D-MD-05). */
export const VERSION = 3
export const PACKET_BYTES = 1536

/** C1 or S1: time 0, four zero bytes, noise. */
export function handshakePacket(): Buffer {
  const packet = randomBytes(PACKET_BYTES)
  packet.fill(0, 0, 8)
  return packet
}

export const firstHandshake = (): Buffer => Buffer.concat([Buffer.from([VERSION]), handshakePacket()])

/** Collects the peer's version byte and two packets; both sides do the same, only who begins differs. */
export class HandshakeReader {
  #bytes = Buffer.alloc(0)
  #firstSeen = false

  /** `peerPacket` once C1 or S1 is whole; `rest` = the first bytes behind the handshake once it is over. */
  push(slice: Buffer): { peerPacket?: Buffer; rest?: Buffer } {
    this.#bytes = Buffer.concat([this.#bytes, slice])
    if (this.#bytes.length > 0 && this.#bytes[0] !== VERSION) throw new RtmpProtocolError('not RTMP')
    const answer: { peerPacket?: Buffer; rest?: Buffer } = {}
    if (!this.#firstSeen && this.#bytes.length >= 1 + PACKET_BYTES) {
      this.#firstSeen = true
      answer.peerPacket = this.#bytes.subarray(1, 1 + PACKET_BYTES)
    }
    const all = 1 + 2 * PACKET_BYTES
    if (this.#bytes.length >= all) answer.rest = this.#bytes.subarray(all)
    return answer
  }
}
