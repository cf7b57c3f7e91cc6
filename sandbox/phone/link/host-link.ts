import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import { SandboxError } from '../../errors.ts'
import { isPhoneMethod, linkFrameSchema, phoneRequestSchemas } from './frame.schema.ts'
import { type HostRequests, LINK_CLOSED, type PhoneRequests } from './link.ts'
import { createRpc } from './rpc.ts'

export interface HostLink {
  request<M extends keyof HostRequests>(
    method: M,
    params: HostRequests[M]['params'],
  ): Promise<HostRequests[M]['result']>
  /** `code` tells the page why, so that it does not connect again: see LINK_CLOSED. */
  close(code: number): void
}

/** Answers one phone page. */
export type PhoneRequestHandlers = {
  [M in keyof PhoneRequests]: (params: PhoneRequests[M]['params']) => Promise<PhoneRequests[M]['result']>
}

/**
 * The phone a WebSocket may speak for, or null. It is named by the Host the browser connected to, and the page that
 * connects must come from that very origin: no other page and no other phone can take part.
 */
export function phoneOfRequest({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const host = headers.host ?? ''
  if (headers.origin !== `http://${host}`) return null
  return /^(p\d+)\.localhost(?::\d+)?$/.exec(host)?.[1] ?? null
}

/** Serves one accepted socket; `closed` is called once. Malformed frames close it. */
export function serveHostLink(
  socket: WebSocket,
  handlers: PhoneRequestHandlers,
  closed: () => void,
): HostLink {
  const rpc = createRpc(
    (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
    },
    async (method, params) => {
      if (!isPhoneMethod(method)) throw new SandboxError('BAD_REQUEST', `unknown method ${method}`)
      return answer(handlers, method, params)
    },
  )
  socket.on('message', (data, isBinary) => {
    const frame = isBinary ? null : parseFrame(String(data))
    if (frame === null) socket.close(LINK_CLOSED.refused, 'malformed frame')
    else rpc.accept(frame)
  })
  socket.on('close', () => {
    rpc.fail('the phone page was closed')
    closed()
  })
  return {
    request: (method, params) => rpc.request(method, params) as Promise<never>,
    close: (code) => socket.close(code),
  }
}

function answer<M extends keyof PhoneRequests>(
  handlers: PhoneRequestHandlers,
  method: M,
  params: unknown,
): Promise<PhoneRequests[M]['result']> {
  const parsed = phoneRequestSchemas[method].safeParse(params)
  if (!parsed.success) throw new SandboxError('BAD_REQUEST', `${method}: malformed parameters`)
  return handlers[method](parsed.data as PhoneRequests[M]['params'])
}

function parseFrame(text: string) {
  try {
    const parsed = linkFrameSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
