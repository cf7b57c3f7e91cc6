import { type HostRequests, LINK_CLOSED, type LinkFrame, type PhoneRequests } from '../link/link.ts'
import { createRpc, type Rpc } from '../link/rpc.ts'
import type { PhoneLink } from './phone-runtime.ts'

type Handler = (params: unknown) => unknown

const RECONNECT_MS = 500

const FINAL: ReadonlySet<number> = new Set(Object.values(LINK_CLOSED))

/**
 * The page's end of the link. It connects again when the host was away; what is asked meanwhile waits, what was asked
 * before the break fails. `connected` runs after every connection, `sentAway` when the host wants this page no more.
 */
export function connectPageLink(connected: () => void, sentAway: (code: number) => void): PhoneLink {
  const handlers = new Map<string, Handler>()
  let waiting: (() => void)[] = []
  let rpc: Rpc | null = null

  const connect = (): void => {
    const socket = new WebSocket(`ws://${location.host}/_phone/link`)
    const own = createRpc(
      (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
      },
      async (method, params) => {
        const handler = handlers.get(method)
        if (!handler) throw new Error(`the phone page does not answer ${method}`)
        return handler(params)
      },
    )
    socket.onopen = () => {
      rpc = own
      const ready = waiting
      waiting = []
      for (const go of ready) go()
      connected()
    }
    socket.onmessage = ({ data }) => own.accept(JSON.parse(String(data)) as LinkFrame)
    socket.onclose = ({ code }) => {
      own.fail('the phone lost its host')
      if (rpc === own) rpc = null
      if (FINAL.has(code)) sentAway(code)
      else setTimeout(connect, RECONNECT_MS)
    }
  }
  connect()

  return {
    async request<M extends keyof PhoneRequests>(method: M, params: PhoneRequests[M]['params']) {
      if (rpc === null) await new Promise<void>((resolve) => waiting.push(resolve))
      if (rpc === null) throw new Error('the phone lost its host')
      return (await rpc.request(method, params)) as PhoneRequests[M]['result']
    },
    handle<M extends keyof HostRequests>(
      method: M,
      handler: (
        params: HostRequests[M]['params'],
      ) => HostRequests[M]['result'] | Promise<HostRequests[M]['result']>,
    ) {
      handlers.set(method, handler as Handler)
    },
  }
}
