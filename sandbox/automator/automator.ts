import type { WebSocket } from 'ws'
import { createRequestGuard } from '../web/request-guard.ts'
import { startWebServer } from '../web/web-server.ts'
import { type Connection, serveConnection } from './connection.ts'
import { forwardPageEvents } from './forward-page-events.ts'
import type { AutomatorHost, AutomatorLog } from './host.ts'

export interface AutomatorPort {
  readonly phoneID: string
  readonly port: number
  /** For `automator.connect({wsEndpoint})`. */
  readonly wsEndpoint: string
  /** Resolves when the port has closed, by `Tool.close` or by close(). */
  readonly closed: Promise<void>
  clients(): number
  /** Closes the port; the phone stays. Twice is harmless. */
  close(): Promise<void>
}

/**
 * The DevTools automation port of one phone: every client that connects drives that phone.
 * No web page is an automator client, so any Origin at all is refused. Throws SandboxError PORT_IN_USE.
 */
export async function openAutomatorPort(host: AutomatorHost, port = 0): Promise<AutomatorPort> {
  const web = await startWebServer({
    guard: createRequestGuard(() => false),
    port,
    maxPayload: 64 * 1024 * 1024,
  })
  const connections = new Set<Connection>()
  const emit = (method: string, params: unknown) => {
    for (const connection of connections) connection.emit(method, params)
  }
  const stopLog = host.onLog((entry) => emitLog(entry, emit))
  const stopEvents = forwardPageEvents(host, emit)

  let resolveClosed = () => {}
  const closed = new Promise<void>((resolve) => {
    resolveClosed = resolve
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= (async () => {
      stopLog()
      stopEvents()
      await web.stop()
      resolveClosed()
    })()
    return closing
  }

  web.onSocket('/', (socket) => {
    const connection = serveConnection(socket, host, async () => {
      await host.closePhone().catch(() => {})
      // The answer has to reach the client before the port goes.
      await politelyClose(socket)
      await close()
    })
    connections.add(connection)
    socket.on('close', () => connections.delete(connection))
  })

  return {
    phoneID: host.phoneID,
    port: web.port,
    wsEndpoint: `ws://127.0.0.1:${web.port}`,
    closed,
    clients: () => connections.size,
    close,
  }
}

function emitLog(entry: AutomatorLog, emit: (method: string, params: unknown) => void): void {
  if (entry.type === 'exception') {
    const [first] = entry.args
    const message = typeof first === 'string' ? first : JSON.stringify(first)
    emit('App.exceptionThrown', { message, stack: entry.stack ?? '' })
    return
  }
  emit('App.logAdded', { type: entry.type, args: entry.args })
}

const CLOSE_WITHIN_MS = 500

function politelyClose(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CLOSE_WITHIN_MS)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.close(1000)
  })
}
