import type { Bytes } from '../flv/flv.ts'
import { CLOSE, isBridgeEvent } from '../socket-protocol.ts'
import { PUSHER, type PusherCode } from './live-codes.ts'
import type { MediaSocket, OpenSocket } from './media-socket.ts'

/** Why a link ended, as WeChat's code. A bridge that cannot be reached at all is a failed connection. */
const CLOSE_CODES: Readonly<Record<number, PusherCode>> = {
  // D-MD-02: another host than the sandbox's is, from here, a name that does not resolve.
  [CLOSE.foreignTarget]: PUSHER.dnsFailed,
  [CLOSE.connectFailed]: PUSHER.connectFailed,
  [CLOSE.handshakeFailed]: PUSHER.handshakeFailed,
  [CLOSE.serverClosed]: PUSHER.serverClosed,
}

export interface PushConnectionEvents {
  connected(): void
  publishing(): void
  /** Once, unless `close` was called before. `reason` is for the log. */
  closed(code: PusherCode, reason: string): void
}

/** One attempt to publish: page → bridge → RTMP. */
export class PushConnection {
  readonly #socket: MediaSocket
  #opened = false
  publishing = false

  constructor(open: OpenSocket, pushUrl: string, target: string, events: PushConnectionEvents) {
    const socket = open(`${pushUrl}?target=${encodeURIComponent(target)}`)
    this.#socket = socket
    socket.onopen = () => {
      this.#opened = true
    }
    socket.onmessage = ({ data }) => {
      if (!isBridgeEvent(data)) return
      if (data === 'connected') events.connected()
      if (data === 'publishing') {
        this.publishing = true
        events.publishing()
      }
    }
    socket.onclose = ({ code, reason }) => {
      this.publishing = false
      const lost = this.#opened ? PUSHER.ioFailed : PUSHER.connectFailed
      events.closed(CLOSE_CODES[code] ?? lost, reason)
    }
  }

  /** Bytes the network has not taken yet. */
  get queuedBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(bytes: Bytes): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes)
  }

  close(): void {
    this.publishing = false
    this.#socket.onmessage = null
    this.#socket.onclose = null
    this.#socket.close()
  }
}
