import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { CleanUp } from '../../../test/support/clean-up.ts'
import { type PartContext, systemClock } from '../../part.ts'
import { createRequestGuard } from '../../web/request-guard.ts'
import { type FlvTag, SCRIPT, VIDEO } from '../flv/flv.ts'
import { FlvReader } from '../flv/flv-reader.ts'
import { LIMITS } from '../limits.ts'
import { type MediaDeps, type MediaHandle, startMedia } from '../media.ts'
import { EcmaArray, encodeAmf } from '../rtmp/amf0.ts'
import { parseRtmpUrl, publishRtmp, type RtmpClientOptions, type RtmpPublisher } from '../rtmp/rtmp-client.ts'

export const OWN_ORIGIN = 'http://p1.localhost:1'

/** A media part that ends with its test, and what the part said to the terminal. */
export async function useMedia(
  cleanUp: CleanUp,
  deps: MediaDeps = {},
  ownOrigin: (origin: string) => boolean = (origin) => origin === OWN_ORIGIN,
): Promise<MediaHandle & { lines: string[] }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'media-test-'))
  const lines: string[] = []
  const ctx: PartContext = {
    clock: systemClock,
    log: (line) => lines.push(line),
    dataDir,
    guard: createRequestGuard(ownOrigin),
  }
  const media = await startMedia(ctx, deps)
  cleanUp(async () => {
    await media.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { ...media, lines }
}

export async function aPublisher(
  cleanUp: CleanUp,
  url: string,
  options: RtmpClientOptions = {},
): Promise<RtmpPublisher> {
  const target = parseRtmpUrl(url)
  if (!target) throw new Error(`not an RTMP address: ${url}`)
  const publisher = await publishRtmp(target, options)
  cleanUp(() => publisher.close())
  return publisher
}

export interface FlvReaderSocket {
  readonly socket: WebSocket
  readonly tags: FlvTag[]
  /** The close code once the server has closed. */
  closed(): number | null
  /** Flags byte of the FLV header. */
  flags(): number | null
}

/** A player without a picture: collects the tags of `/<app>/<streamID>.flv`. */
export function aReader(cleanUp: CleanUp, url: string): FlvReaderSocket {
  const socket = new WebSocket(url)
  const tags: FlvTag[] = []
  let closeCode: number | null = null
  let flags: number | null = null
  const flv = new FlvReader((tag) => tags.push(tag), LIMITS.messageBytes)
  socket.on('message', (bytes) => {
    if (!Buffer.isBuffer(bytes)) return
    flags ??= bytes[4] ?? null
    flv.push(bytes)
  })
  socket.on('error', () => {})
  socket.on('close', (code) => {
    closeCode = code
  })
  cleanUp(() => socket.terminate())
  return { socket, tags, closed: () => closeCode, flags: () => flags }
}

const AAC = 0xaf

/** Tags that look like a stream to a server: it never decodes them. */
export const sampleTag = {
  metadata: (): FlvTag => ({
    type: SCRIPT,
    timeMs: 0,
    body: encodeAmf('onMetaData', new EcmaArray({ width: 360, height: 640 })),
  }),
  avcConfig: (): FlvTag => ({ type: VIDEO, timeMs: 0, body: new Uint8Array([0x17, 0, 0, 0, 0, 1, 66]) }),
  aacConfig: (): FlvTag => ({ type: 8, timeMs: 0, body: new Uint8Array([AAC, 0, 0x11, 0x88]) }),
  key: (timeMs: number, bytes = 32): FlvTag => video(0x17, timeMs, bytes),
  inter: (timeMs: number, bytes = 32): FlvTag => video(0x27, timeMs, bytes),
  sound: (timeMs: number): FlvTag => ({ type: 8, timeMs, body: new Uint8Array([AAC, 1, 1, 2, 3]) }),
}

function video(first: number, timeMs: number, bytes: number): FlvTag {
  const body = new Uint8Array(bytes)
  body.set([first, 1, 0, 0, 0])
  return { type: VIDEO, timeMs, body }
}

export function sendHeaders(publisher: RtmpPublisher): void {
  publisher.send(sampleTag.metadata())
  publisher.send(sampleTag.avcConfig())
  publisher.send(sampleTag.aacConfig())
}
