import { FlvReader } from '../flv/flv-reader.ts'
import { CLOSE } from '../socket-protocol.ts'
import type { MediaSocket, OpenSocket } from './media-socket.ts'
import { StreamMeter } from './stream-meter.ts'

const MAX_TAG_BYTES = 4 * 1024 * 1024

export interface FlvConnectionEvents {
  opened(): void
  /** The first bytes are here: a picture can be made of this. */
  data(): void
  /** Once, unless `close` was called before. */
  closed(code: number, everOpened: boolean): void
}

/** One WS-FLV download. Bytes wait until somebody takes them with `readBy`. */
export class FlvConnection {
  readonly meter = new StreamMeter(performance.now())
  readonly #socket: MediaSocket
  #waiting: ArrayBuffer[] = []
  #reader: ((bytes: ArrayBuffer) => void) | null = null

  constructor(open: OpenSocket, url: string, events: FlvConnectionEvents) {
    const metered = new FlvReader((tag) => this.meter.add(tag), MAX_TAG_BYTES)
    let opened = false
    let first = true
    this.#socket = open(url)
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.onopen = () => {
      opened = true
      events.opened()
    }
    this.#socket.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer)) return
      try {
        metered.push(new Uint8Array(data))
      } catch {
        this.close()
        events.closed(CLOSE.malformed, opened)
        return
      }
      if (this.#reader) this.#reader(data)
      else this.#waiting.push(data)
      if (first) events.data()
      first = false
    }
    this.#socket.onclose = ({ code }) => events.closed(code, opened)
  }

  readBy(reader: (bytes: ArrayBuffer) => void): void {
    this.#reader = reader
    for (const bytes of this.#waiting) reader(bytes)
    this.#waiting = []
  }

  close(): void {
    this.#socket.onopen = null
    this.#socket.onmessage = null
    this.#socket.onclose = null
    this.#socket.close()
    this.#reader = null
    this.#waiting = []
  }
}
