import type { Socket } from 'node:net'
import { isTagType, SCRIPT } from '../flv/flv.ts'
import type { Publication, StreamHub } from '../hub/stream-hub.ts'
import { isStreamName, type StreamName } from '../hub/stream-name.ts'
import type { MediaLimits } from '../limits.ts'
import { decodeAmf } from './amf0.ts'
import { ChunkReader } from './chunk-reader.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { type PublisherCommand, readCommand } from './commands.schema.ts'
import { firstHandshake, HandshakeReader } from './handshake.ts'
import {
  command,
  control,
  MESSAGE,
  onStatus,
  PING_REQUEST,
  PING_RESPONSE,
  type RtmpMessage,
  uint32,
  WINDOW_BYTES,
} from './messages.ts'

export interface PublishRequest extends StreamName {
  readonly query: Record<string, string>
  /** `address:port` of the publisher. */
  readonly remote: string
}

export interface SessionDeps {
  readonly hub: StreamHub
  readonly limits: MediaLimits
  /** Decides whether a publisher may begin; nothing is on the air before the answer. */
  readonly onPublish: (request: PublishRequest) => Promise<boolean>
  readonly onProblem: (what: string) => void
}

const OUT_CHUNK_BYTES = 4096
const ACKNOWLEDGE_EVERY = 1024 * 1024
/** We serve one stream per connection, as live-pusher, ffmpeg and OBS use it. */
const STREAM_ID = 1

/** One publisher's connection, from handshake to the last frame. Malformed bytes end this connection only. */
export function serveRtmp(socket: Socket, deps: SessionDeps): void {
  new RtmpSession(socket, deps).run()
}

class RtmpSession {
  readonly #handshake = new HandshakeReader()
  readonly #writer = new ChunkWriter()
  readonly #reader: ChunkReader
  #shaken = false
  #acknowledged = 0
  #app: string | null = null
  #publication: Publication | null = null
  #admitting = false

  constructor(
    private readonly socket: Socket,
    private readonly deps: SessionDeps,
  ) {
    this.#reader = new ChunkReader((message) => this.#onMessage(message), deps.limits)
  }

  run(): void {
    const { socket, deps } = this
    const late = setTimeout(() => this.#fail('nothing published in time'), deps.limits.handshakeMs)
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      try {
        this.#take(bytes)
        if (this.#publication) clearTimeout(late)
      } catch (error) {
        this.#fail(error instanceof Error ? error.message : 'malformed bytes')
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(late)
      this.#publication?.end()
    })
  }

  #take(bytes: Buffer): void {
    if (!this.#shaken) {
      const { peerPacket, rest } = this.#handshake.push(bytes)
      if (peerPacket) this.socket.write(Buffer.concat([firstHandshake(), peerPacket]))
      if (!rest) return
      this.#shaken = true
      if (rest.length > 0) this.#reader.push(rest)
      return
    }
    this.#reader.push(bytes)
    if (this.#reader.received - this.#acknowledged > ACKNOWLEDGE_EVERY) {
      this.#acknowledged = this.#reader.received
      this.#send(control(MESSAGE.acknowledgement, uint32(this.#acknowledged)))
    }
  }

  #onMessage(message: RtmpMessage): void {
    const { type, timeMs, body } = message
    if (isTagType(type)) {
      // Frames sent before admission (or after the end) are not ours to keep.
      if (!this.#publication || this.#admitting) return
      this.#publication.push({ type, timeMs, body: type === SCRIPT ? withoutSetDataFrame(body) : body })
    } else if (type === MESSAGE.userControl) {
      const pinged = body.length >= 6 && body[0] === 0 && body[1] === PING_REQUEST
      const answer = Buffer.concat([Buffer.from([0, PING_RESPONSE]), body.subarray(2, 6)])
      if (pinged) this.#send(control(MESSAGE.userControl, answer))
    } else if (type === MESSAGE.command || type === MESSAGE.commandAmf3) {
      // An AMF3 command is AMF0 behind one zero byte.
      const values = decodeAmf(type === MESSAGE.commandAmf3 ? body.subarray(1) : body)
      const request = readCommand(values)
      if (request) this.#onCommand(request)
    }
  }

  #onCommand(request: PublisherCommand): void {
    switch (request.name) {
      case 'connect':
        this.#app = request.object.app.split('?')[0]?.replace(/\/$/, '') ?? ''
        this.#send(control(MESSAGE.windowSize, uint32(WINDOW_BYTES)))
        this.#send(control(MESSAGE.peerBandwidth, Buffer.concat([uint32(WINDOW_BYTES), Buffer.from([2])])))
        this.socket.write(this.#writer.setChunkSize(OUT_CHUNK_BYTES))
        this.#send(
          command(
            0,
            '_result',
            request.transaction,
            { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
            {
              level: 'status',
              code: 'NetConnection.Connect.Success',
              description: 'connected',
              objectEncoding: 0,
            },
          ),
        )
        break
      case 'createStream':
        this.#send(command(0, '_result', request.transaction, null, STREAM_ID))
        break
      case 'releaseStream':
      case 'FCPublish':
        this.#send(command(0, '_result', request.transaction, null, undefined))
        break
      case 'publish':
        this.#publish(request.argument).catch((error: unknown) =>
          this.#fail(error instanceof Error ? error.message : 'publish failed'),
        )
        break
      case 'play':
        // D-MD-04: pictures leave as FLV over WebSocket only.
        this.#refuse('NetStream.Play.Failed', 'this server plays FLV over WebSocket, see DIFFERENCES D-MD-04')
        break
      case 'FCUnpublish':
      case 'deleteStream':
      case 'closeStream':
        this.#publication?.end()
        this.#publication = null
        this.socket.setTimeout(this.deps.limits.handshakeMs, () => this.socket.destroy())
        break
      default:
        request satisfies never
    }
  }

  async #publish(argument: string): Promise<void> {
    const [streamID = '', ...query] = argument.split('?')
    const name = { app: this.#app ?? '', streamID }
    if (this.#publication || !isStreamName(name)) {
      this.#refuse('NetStream.Publish.BadName', 'not a stream name')
      return
    }
    const publication = this.deps.hub.reserve(name, () => this.socket.destroy())
    if (!publication) {
      this.#refuse('NetStream.Publish.BadName', 'the name is live already')
      return
    }
    this.#publication = publication
    this.#admitting = true
    let admitted = false
    try {
      admitted = await this.deps.onPublish({
        ...name,
        query: Object.fromEntries(new URLSearchParams(query.join('?'))),
        remote: `${this.socket.remoteAddress}:${this.socket.remotePort}`,
      })
    } finally {
      this.#admitting = false
      if (!admitted || this.socket.destroyed) publication.end()
    }
    // Gone, or unpublished, while the answer was awaited.
    if (this.socket.destroyed || this.#publication !== publication) return
    if (!admitted) {
      this.#refuse('NetStream.Publish.Unauthorized', 'publishing this stream was not granted')
      return
    }
    publication.start()
    this.#send(onStatus(STREAM_ID, 'status', 'NetStream.Publish.Start', 'publishing'))
  }

  #refuse(code: string, description: string): void {
    this.#send(onStatus(STREAM_ID, 'error', code, description))
    this.socket.end()
    // A peer that keeps its half open does not keep ours.
    setTimeout(() => this.socket.destroy(), 200).unref()
  }

  #fail(what: string): void {
    this.deps.onProblem(what)
    this.socket.destroy()
  }

  #send(message: RtmpMessage): void {
    if (this.socket.writable) this.socket.write(this.#writer.encode(message))
  }
}

/** Publishers send `@setDataFrame, onMetaData, {…}`; files and players want it without the first value. */
function withoutSetDataFrame(body: Uint8Array): Uint8Array {
  const [first] = decodeAmf(body)
  return first === '@setDataFrame' ? body.subarray(3 + first.length) : body
}
