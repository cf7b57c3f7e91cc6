import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { SandboxError } from '../errors.ts'
import type { RequestGuard, RequestGuardOptions } from './request-guard.ts'

export type OnSocket = (socket: WebSocket, request: IncomingMessage) => void

export interface WebServer {
  readonly port: number
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  /** Routes are added here; the guard has already passed when a handler runs. */
  readonly app: Hono
  /** Accepts WebSockets on every path that starts with `prefix`. */
  onSocket(prefix: string, accept: OnSocket): void
  stop(): Promise<void>
}

export interface WebServerOptions extends RequestGuardOptions {
  readonly guard: RequestGuard
  /** 0 or absent = any free port. */
  readonly port?: number
  /** Largest WebSocket message in bytes. */
  readonly maxPayload?: number
}

/** One guarded HTTP + WebSocket port on 127.0.0.1. Throws SandboxError PORT_IN_USE. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const app = new Hono()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxPayload ?? 16 * 1024 * 1024 })
  const accepts: Array<{ prefix: string; accept: OnSocket }> = []
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })

  const server = createServer((request, response) => {
    const refusal = options.guard.refuse(request, options)
    if (refusal === null) {
      listener(request, response)
      return
    }
    response.writeHead(403, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { code: 'FORBIDDEN', message: refusal } }))
  })

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const accept = accepts.find(({ prefix }) => request.url?.startsWith(prefix))?.accept
    const refusal = options.guard.refuse(request, options)
    if (refusal !== null || !accept) {
      refuseUpgrade(socket, refusal === null ? '404 Not Found' : '403 Forbidden')
      return
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate())
      accept(ws, request)
    })
  })

  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  let stopping: Promise<void> | undefined
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    app,
    onSocket: (prefix, accept) => void accepts.push({ prefix, accept }),
    stop: () => {
      stopping ??= new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      })
      return stopping
    },
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new SandboxError('PORT_IN_USE', `port ${port} is already in use; choose another with --port`)
          : error,
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
