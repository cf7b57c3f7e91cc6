import type { LinkError, LinkFrame } from './link.ts'

/** One end of the phone link. Both sides use it; it knows neither Node nor the DOM. */
export interface Rpc {
  request(method: string, params: unknown): Promise<unknown>
  /** A frame that arrived, already validated. */
  accept(frame: LinkFrame): void
  /** Rejects everything that still waits for an answer. */
  fail(message: string): void
}

export type RpcHandler = (method: string, params: unknown) => Promise<unknown>

/** Error that crosses the link with its vendor fields (errCode, errMsg, …) untouched. */
export class RemoteError extends Error {
  readonly fields: LinkError

  constructor(fields: LinkError) {
    super(fields.message)
    this.name = 'RemoteError'
    this.fields = fields
    const { message: _message, ...rest } = fields
    Object.assign(this, rest)
  }
}

export function createRpc(send: (frame: LinkFrame) => void, handle: RpcHandler): Rpc {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastID = 0

  const answer = (id: number, method: string, params: unknown): Promise<void> =>
    handle(method, params).then(
      (result) => send({ id, result: result ?? {} }),
      (error: unknown) => send({ id, error: linkError(error) }),
    )

  return {
    request(method, params) {
      lastID += 1
      const id = lastID
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        send({ id, method, params })
      })
    },
    accept(frame) {
      if ('method' in frame) {
        void answer(frame.id, frame.method, frame.params)
        return
      }
      const asked = waiting.get(frame.id)
      waiting.delete(frame.id)
      if ('error' in frame) asked?.reject(new RemoteError(frame.error))
      else asked?.resolve(frame.result)
    },
    fail(message) {
      const lost = [...waiting.values()]
      waiting.clear()
      for (const { reject } of lost) reject(new Error(message))
    },
  }
}

/** Own fields of an error, never its stack. */
function linkError(error: unknown): LinkError {
  if (typeof error !== 'object' || error === null) return { message: String(error) }
  const { message, stack: _stack, name: _name, fields: _fields, ...rest } = error as Record<string, unknown>
  return { ...rest, message: String(message ?? (rest.errMsg as string | undefined) ?? 'unknown error') }
}
