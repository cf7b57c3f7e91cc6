import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type SessionDeps, serveRtmp } from './rtmp-session.ts'

export interface RtmpServer {
  readonly port: number
  stop(): Promise<void>
}

/** RTMP over TCP on 127.0.0.1; port 0 = any free one. */
export async function startRtmpServer(deps: SessionDeps, port = 0): Promise<RtmpServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveRtmp(socket, deps)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  let stopping: Promise<void> | undefined
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      stopping ??= new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
      return stopping
    },
  }
}
