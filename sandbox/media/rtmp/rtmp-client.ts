import { connect, type Socket } from 'node:net'
import { type FlvTag, SCRIPT } from '../flv/flv.ts'
import { LIMITS } from '../limits.ts'
import { type AmfRecord, type AmfValue, decodeAmf, encodeAmf } from './amf0.ts'
import { ChunkReader } from './chunk-reader.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { firstHandshake, HandshakeReader } from './handshake.ts'
import { command, control, MESSAGE, PING_REQUEST, PING_RESPONSE, type RtmpMessage } from './messages.ts'

export type RtmpFailure = 'CONNECT' | 'HANDSHAKE' | 'REFUSED' | 'CLOSED' | 'TIMEOUT'

/** `message` holds the server's onStatus code when it refused (e.g. NetStream.Publish.BadName). */
export class RtmpClientError extends Error {
  constructor(
    readonly code: RtmpFailure,
    message: string,
  ) {
    super(message)
    this.name = 'RtmpClientError'
  }
}

export interface RtmpTarget {
  readonly host: string
  readonly port: number
  readonly app: string
  /** streamID with its query, as it stands in the address. */
  readonly name: string
}

/** `rtmp://host[:port]/app/streamID?query`, or null when it is not one. */
export function parseRtmpUrl(url: string): RtmpTarget | null {
  const match = /^rtmp:\/\/([^/:?#]+)(?::(\d{1,5}))?\/([^/?#]+)\/([^/#]+)$/.exec(url)
  if (!match) return null
  const [, host = '', port = '1935', app = '', name = ''] = match
  return { host, port: Number(port), app, name }
}

export interface RtmpClientOptions {
  readonly timeoutMs?: number
  /** The TCP connection stands. */
  onConnected?(): void
  /** The connection ended after publishing had begun. */
  onClose?(): void
}

const OUT_CHUNK_BYTES = 65_536

export interface RtmpPublisher {
  send(tag: FlvTag): void
  /** Bytes that the network has not taken yet. */
  queuedBytes(): number
  close(): void
}

/** Connects and publishes; resolves after NetStream.Publish.Start. Rejects with RtmpClientError. */
export function publishRtmp(target: RtmpTarget, options: RtmpClientOptions = {}): Promise<RtmpPublisher> {
  return new Promise((resolve, reject) => {
    const client = new RtmpClient(target, options, resolve, reject)
    client.run()
  })
}

class RtmpClient implements RtmpPublisher {
  readonly #socket: Socket
  readonly #writer = new ChunkWriter()
  readonly #handshake = new HandshakeReader()
  readonly #reader = new ChunkReader((message) => this.#onMessage(message), LIMITS)
  #stage: 'connect' | 'handshake' | 'commands' | 'publishing' | 'over' = 'connect'
  #streamId = 0
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly target: RtmpTarget,
    private readonly options: RtmpClientOptions,
    private readonly resolve: (publisher: RtmpPublisher) => void,
    private readonly reject: (error: RtmpClientError) => void,
  ) {
    this.#socket = connect({ host: target.host, port: target.port, noDelay: true })
  }

  run(): void {
    const socket = this.#socket
    this.#timer = setTimeout(
      () => this.#fail('TIMEOUT', 'the server did not answer in time'),
      this.options.timeoutMs ?? LIMITS.handshakeMs,
    )
    socket.on('connect', () => {
      this.#stage = 'handshake'
      this.options.onConnected?.()
      socket.write(firstHandshake())
    })
    socket.on('data', (bytes) => {
      try {
        this.#take(bytes)
      } catch (error) {
        this.#fail('HANDSHAKE', error instanceof Error ? error.message : 'malformed bytes')
      }
    })
    socket.on('error', (error) => this.#fail(this.#stage === 'connect' ? 'CONNECT' : 'CLOSED', error.message))
    socket.on('close', () =>
      this.#fail(this.#stage === 'handshake' ? 'HANDSHAKE' : 'CLOSED', 'closed by the server'),
    )
  }

  send({ type, timeMs, body }: FlvTag): void {
    if (this.#stage !== 'publishing') return
    const framed = type === SCRIPT ? Buffer.concat([encodeAmf('@setDataFrame'), body]) : body
    this.#write({ type, streamId: this.#streamId, timeMs, body: framed })
  }

  queuedBytes(): number {
    return this.#socket.writableLength
  }

  close(): void {
    if (this.#stage === 'publishing') {
      this.#write(command(0, 'deleteStream', 0, null, this.#streamId))
    }
    this.#stage = 'over'
    clearTimeout(this.#timer)
    this.#socket.end()
    this.#socket.destroySoon()
  }

  #take(bytes: Buffer): void {
    if (this.#stage !== 'handshake') {
      this.#reader.push(bytes)
      return
    }
    const { peerPacket, rest } = this.#handshake.push(bytes)
    if (peerPacket) this.#socket.write(peerPacket)
    if (!rest) return
    this.#stage = 'commands'
    this.#socket.write(this.#writer.setChunkSize(OUT_CHUNK_BYTES))
    const { app, host, port } = this.target
    const tcUrl = `rtmp://${host}:${port}/${app}`
    this.#write(command(0, 'connect', 1, { app, type: 'nonprivate', flashVer: 'FMLE/3.0', tcUrl }))
    if (rest.length > 0) this.#reader.push(rest)
  }

  #onMessage({ type, body }: RtmpMessage): void {
    if (type === MESSAGE.userControl && body[0] === 0 && body[1] === PING_REQUEST) {
      const answer = Buffer.concat([Buffer.from([0, PING_RESPONSE]), body.subarray(2, 6)])
      this.#write(control(MESSAGE.userControl, answer))
      return
    }
    if (type !== MESSAGE.command) return
    const [name, transaction, , last] = decodeAmf(body)
    if (name === '_error') this.#fail('REFUSED', statusCode(last) ?? 'refused')
    else if (name === '_result' && transaction === 1) this.#createStream()
    else if (name === '_result' && transaction === 4 && typeof last === 'number') this.#publish(last)
    else if (name === 'onStatus') this.#onStatus(statusCode(last) ?? '')
  }

  #createStream(): void {
    this.#write(command(0, 'releaseStream', 2, null, this.target.name))
    this.#write(command(0, 'FCPublish', 3, null, this.target.name))
    this.#write(command(0, 'createStream', 4, null))
  }

  #publish(streamId: number): void {
    this.#streamId = streamId
    this.#write(command(streamId, 'publish', 5, null, this.target.name, 'live'))
  }

  #onStatus(code: string): void {
    if (code === 'NetStream.Publish.Start') {
      clearTimeout(this.#timer)
      this.#stage = 'publishing'
      this.resolve(this)
    } else if (this.#stage === 'commands') {
      this.#fail('REFUSED', code)
    }
  }

  #fail(code: RtmpFailure, message: string): void {
    const stage = this.#stage
    if (stage === 'over') return
    this.#stage = 'over'
    clearTimeout(this.#timer)
    this.#socket.destroy()
    if (stage === 'publishing') this.options.onClose?.()
    else this.reject(new RtmpClientError(code, message))
  }

  #write(message: RtmpMessage): void {
    if (this.#socket.writable) this.#socket.write(this.#writer.encode(message))
  }
}

const isRecord = (value: AmfValue): value is AmfRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

function statusCode(info: AmfValue): string | null {
  const code = isRecord(info) ? info.code : undefined
  return typeof code === 'string' ? code : null
}
