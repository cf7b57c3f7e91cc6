import { request } from 'node:http'
import { type AddressInfo, Server } from 'node:net'

/** Every TCP port that this process listens on now, whoever opened it. */
export function listeningPorts(): number[] {
  // Not documented, but the only way to find also what nobody told us of.
  const { _getActiveHandles } = process as unknown as { _getActiveHandles(): unknown[] }
  return _getActiveHandles
    .call(process)
    .filter((handle) => handle instanceof Server)
    .map((server) => server.address())
    .filter((address): address is AddressInfo => typeof address === 'object' && address !== null)
    .map(({ port }) => port)
}

export interface Attempt {
  readonly port: number
  /** As a page tries it: an image or a fetch, a form or a fetch that changes, a WebSocket. */
  readonly way: 'read' | 'change' | 'socket'
  readonly headers: Readonly<Record<string, string>>
}

const RESULT_HANDLERS = {
  read: { method: 'GET', headers: {} },
  change: { method: 'POST', headers: { 'content-type': 'application/json' } },
  socket: {
    method: 'GET',
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  },
} as const

const PATIENCE_MS = 10_000

/** The HTTP status that the attempt is answered with; null = the line was cut without an answer. */
export function answerOf({ port, way, headers }: Attempt): Promise<number | null> {
  const { method, headers: own } = RESULT_HANDLERS[way]
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, headers: { ...own, ...headers }, agent: false })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    asked.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve(101)
    })
    asked.on('error', () => resolve(null))
    asked.setTimeout(PATIENCE_MS, () => {
      asked.destroy()
      reject(new Error(`port ${port}: no answer and no end within ${PATIENCE_MS} ms`))
    })
    asked.end(way === 'change' ? '{}' : undefined)
  })
}
