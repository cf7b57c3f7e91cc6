import { z } from 'zod'
import type { WebServer } from '../../web/web-server.ts'
import { FlvReader } from '../flv/flv-reader.ts'
import type { MediaLimits } from '../limits.ts'
import { parseRtmpUrl, publishRtmp, RtmpClientError, type RtmpPublisher } from '../rtmp/rtmp-client.ts'
import { type BridgeEvent, CLOSE } from '../socket-protocol.ts'

const DRAIN_CHECK_MS = 20
const querySchema = z.object({ target: z.string().max(4096) })

/**
 * Lets a page speak RTMP: `/push?target=rtmp://…`, FLV bytes in, one RTMP publisher out.
 * Dials `rtmpHost` and nothing else (D-MD-02): otherwise any page could make it connect anywhere.
 */
export function openPushBridge(
  web: WebServer,
  options: { readonly rtmpHost: string; readonly limits: MediaLimits },
): void {
  const { rtmpHost, limits } = options
  // With the question mark: an app may be called push-something.
  web.onSocket('/push?', (socket, request) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const query = querySchema.safeParse(Object.fromEntries(url.searchParams))
    const target = query.success ? parseRtmpUrl(query.data.target) : null
    if (!target || `${target.host}:${target.port}` !== rtmpHost) {
      socket.close(CLOSE.foreignTarget, 'not the media server of this sandbox')
      return
    }
    const tell = (event: BridgeEvent) => socket.send(event)
    let publisher: RtmpPublisher | null = null
    let draining: NodeJS.Timeout | undefined

    // A slow server must be felt by the page, whose encoder then drops frames: so stop reading from it.
    const holdBackWhileFull = (rtmp: RtmpPublisher) => {
      if (draining || rtmp.queuedBytes() <= limits.bridgeQueueBytes) return
      socket.pause()
      draining = setInterval(() => {
        if (rtmp.queuedBytes() > limits.bridgeQueueBytes / 2) return
        clearInterval(draining)
        draining = undefined
        socket.resume()
      }, DRAIN_CHECK_MS)
    }
    const flv = new FlvReader((tag) => publisher?.send(tag), limits.messageBytes)
    socket.on('message', (bytes, isBinary) => {
      try {
        if (!isBinary || !Buffer.isBuffer(bytes)) throw new Error('only FLV bytes')
        flv.push(bytes)
      } catch {
        socket.close(CLOSE.malformed, 'malformed FLV')
        publisher?.close()
        return
      }
      if (publisher) holdBackWhileFull(publisher)
    })
    socket.on('close', () => {
      clearInterval(draining)
      publisher?.close()
    })

    publishRtmp(target, {
      onConnected: () => tell('connected'),
      onClose: () => socket.close(CLOSE.serverClosed, 'closed by the server'),
    }).then(
      (rtmp) => {
        if (socket.readyState !== socket.OPEN) {
          rtmp.close()
          return
        }
        publisher = rtmp
        tell('publishing')
      },
      (error: unknown) => socket.close(closeCode(error), error instanceof Error ? error.message : 'failed'),
    )
  })
}

function closeCode(error: unknown): number {
  if (!(error instanceof RtmpClientError)) return CLOSE.connectFailed
  if (error.code === 'CONNECT' || error.code === 'TIMEOUT') return CLOSE.connectFailed
  return error.code === 'HANDSHAKE' ? CLOSE.handshakeFailed : CLOSE.serverClosed
}
