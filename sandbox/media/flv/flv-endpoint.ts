import type { WebServer } from '../../web/web-server.ts'
import type { StreamHub } from '../hub/stream-hub.ts'
import { isStreamName } from '../hub/stream-name.ts'
import { CLOSE } from '../socket-protocol.ts'

const PATH = /^\/([^/]+)\/([^/]+)\.flv$/

/** WS-FLV for players: `/<app>/<streamID>.flv`. D-MD-04: no HTTP-FLV, no HLS, no RTMP play. */
export function openFlvEndpoint(web: WebServer, hub: StreamHub): void {
  web.onSocket('/', (socket, request) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    const [, app = '', streamID = ''] = PATH.exec(path) ?? []
    const name = { app, streamID }
    const leave = isStreamName(name)
      ? hub.subscribe(name, {
          send: (bytes) => socket.send(bytes),
          queuedBytes: () => socket.bufferedAmount,
          end: (reason) => {
            if (reason === 'ended') socket.close(CLOSE.ended, 'end of stream')
            else socket.terminate()
          },
        })
      : null
    if (!leave) {
      socket.close(CLOSE.noSuchStream, 'no such stream')
      return
    }
    socket.on('close', leave)
    // Players only listen.
    socket.on('message', () => socket.close(CLOSE.malformed, 'players send nothing'))
  })
}
