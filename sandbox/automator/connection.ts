import type { WebSocket } from 'ws'
import { z } from 'zod'
import { appDispatcher } from './dispatchers/app.dispatcher.ts'
import { toolDispatcher } from './dispatchers/tool.dispatcher.ts'
import type { AutomatorHost, ConnectionScope, HostHandlers } from './host.ts'
import { isAutomatorMethod, PARAMS, requestSchema } from './protocol.schema.ts'

const HOST_HANDLERS: HostHandlers = { ...toolDispatcher, ...appDispatcher }

export interface Connection {
  /** Sends an event; App.logAdded only after the client asked for it. */
  emit(method: string, params: unknown): void
}

/**
 * One automator client: decode → validate → answer here or forward to the phone page → encode.
 * A frame that is not a request closes this connection with 1007, nothing else.
 */
export function serveConnection(socket: WebSocket, host: AutomatorHost, onClose: () => void): Connection {
  let logEnabled = false
  let closing = false
  const scope: ConnectionScope = {
    host,
    enableLog: () => {
      logEnabled = true
    },
    closeAfterAnswer: () => {
      closing = true
    },
  }
  const send = (frame: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }

  socket.on('message', async (raw, isBinary) => {
    const request = isBinary ? null : readRequest(String(raw))
    if (!request) {
      socket.close(1007, 'not an automator request')
      return
    }
    const { id, method } = request
    try {
      const result = await answer(method, request.params ?? {}, scope)
      send({ id, result: result ?? {} })
    } catch (error) {
      send({ id, error: { message: messageOf(error) } })
    }
    if (closing) onClose()
  })

  return {
    emit(method, params) {
      if (method === 'App.logAdded' && !logEnabled) return
      send({ method, params })
    },
  }
}

function readRequest(text: string): z.infer<typeof requestSchema> | null {
  try {
    return requestSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function answer(
  method: string,
  params: Record<string, unknown>,
  scope: ConnectionScope,
): Promise<unknown> {
  if (!isAutomatorMethod(method)) throw new Error(`${method} is not a method of automator 0.12.1`)
  const parsed = PARAMS[method].safeParse(params)
  if (!parsed.success) throw new Error(`${method}: ${z.prettifyError(parsed.error)}`)
  const handler = HOST_HANDLERS[method] as
    | ((params: Record<string, unknown>, scope: ConnectionScope) => unknown)
    | undefined
  return handler ? handler(parsed.data, scope) : scope.host.ask(method, parsed.data)
}

function messageOf(error: unknown): string {
  const { message, errMsg } = (error ?? {}) as { message?: unknown; errMsg?: unknown }
  return String(message ?? errMsg ?? error)
}
