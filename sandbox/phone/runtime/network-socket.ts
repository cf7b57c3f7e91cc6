/** What a socket needs of the phone's network. */
export interface SocketNetwork {
  isConnected(): boolean
  onBreak(listener: () => void): () => void
  carry(direction: 'up' | 'down', bytes: number, then: () => void): void
}

type Payload = string | ArrayBuffer | Uint8Array<ArrayBuffer>

/** Source: RFC 6455 7.1.5, a connection that ended without a close frame. */
const ABNORMAL = 1006

/**
 * A WebSocket over the phone's network: messages travel at its pace in both directions, and a break ends it with code
 * 1006. The part of the browser's interface that `wx.connectSocket` and the live engines use.
 */
export class NetworkSocket {
  onopen: (() => void) | null = null
  onmessage: ((event: { readonly data: unknown }) => void) | null = null
  onerror: (() => void) | null = null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null

  private readonly network: SocketNetwork
  private readonly socket: WebSocket | null
  private readonly stopListening: () => void
  private queuedBytes = 0
  private opened = false
  private closing = false
  private over = false

  /** Throws SyntaxError for an address that is none. */
  constructor(network: SocketNetwork, url: string, protocols: readonly string[]) {
    this.network = network
    this.stopListening = network.onBreak(() => this.break())
    if (!network.isConnected()) {
      this.socket = null
      setTimeout(() => this.break(), 0)
      return
    }
    const socket = new WebSocket(url, [...protocols])
    this.socket = socket
    socket.onopen = () =>
      network.carry('down', 0, () => {
        if (this.over) return
        this.opened = true
        this.onopen?.()
      })
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      network.carry('down', sizeOf(data), () => {
        if (!this.over) this.onmessage?.({ data })
      })
    socket.onerror = () => {
      if (!this.over) this.onerror?.()
    }
    socket.onclose = ({ code, reason }) => network.carry('down', 0, () => this.end(code, reason))
  }

  get binaryType(): BinaryType {
    return this.socket?.binaryType ?? 'arraybuffer'
  }

  set binaryType(type: BinaryType) {
    if (this.socket) this.socket.binaryType = type
  }

  get bufferedAmount(): number {
    return this.queuedBytes + (this.socket?.bufferedAmount ?? 0)
  }

  get readyState(): number {
    if (this.over || this.socket === null) return this.over ? WebSocket.CLOSED : WebSocket.CONNECTING
    if (this.closing) return WebSocket.CLOSING
    const { readyState } = this.socket
    return readyState === WebSocket.OPEN && !this.opened ? WebSocket.CONNECTING : readyState
  }

  send(data: Payload): void {
    const { socket } = this
    if (socket === null) return
    const bytes = sizeOf(data)
    this.queuedBytes += bytes
    this.network.carry('up', bytes, () => {
      this.queuedBytes -= bytes
      if (socket.readyState === WebSocket.OPEN) socket.send(data)
    })
  }

  /** After what was sent before. Throws RangeError for a code that an app may not use. */
  close(code = 1000, reason = ''): void {
    if (code !== 1000 && (code < 3000 || code > 4999)) throw new RangeError(`invalid close code ${code}`)
    const { socket } = this
    if (this.over || this.closing) return
    this.closing = true
    if (socket === null) this.end(ABNORMAL, '')
    else this.network.carry('up', 0, () => socket.close(code, reason))
  }

  private break(): void {
    if (this.over) return
    if (this.socket) {
      this.socket.onopen = this.socket.onmessage = this.socket.onerror = this.socket.onclose = null
      this.socket.close()
    }
    this.onerror?.()
    this.end(ABNORMAL, 'abnormal closure')
  }

  private end(code: number, reason: string): void {
    if (this.over) return
    this.over = true
    this.stopListening()
    this.onclose?.({ code, reason })
  }
}

const encoder = new TextEncoder()

const sizeOf = (data: Payload): number =>
  typeof data === 'string' ? encoder.encode(data).byteLength : data.byteLength
