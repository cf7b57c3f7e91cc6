import type { CloudAction, CloudActions, CloudApi } from '../core/cloud-api'
import { functionOf } from '../domain/api/function-of'
import type { Reply } from '../domain/api/reply'
import { AppError, ERROR_MESSAGES, type ErrorCode } from '../domain/errors'

/**
 * Typed calls of cloud functions: the function is the part of the action before the dot. `ok: false` becomes an
 * AppError with the server's code; no answer at all becomes NETWORK, an answer that is no Reply INTERNAL.
 */
export function wxCloud(log: (line: string) => void): CloudApi {
  return {
    async call<A extends CloudAction>(action: A, fields: CloudActions[A]['request']) {
      const reply = await callFunction(action, fields, log)
      if (reply.ok) return reply.data as CloudActions[A]['data']
      if (!(reply.code in ERROR_MESSAGES)) throw new AppError('INTERNAL', reply)
      throw new AppError(reply.code, reply, reply.message || undefined)
    },
  }
}

async function callFunction(
  action: CloudAction,
  fields: object,
  log: (line: string) => void,
): Promise<Reply<unknown>> {
  const name = functionOf(action)
  let result: unknown
  try {
    ;({ result } = await wx.cloud.callFunction({ name, data: { action, ...fields } }))
  } catch (error) {
    log(`${action}: ${describe(error)}`)
    throw new AppError(codeOf(error), error)
  }
  const reply = result as Partial<Reply<unknown>> | null | undefined
  if (typeof reply?.ok !== 'boolean') {
    log(`${action}: an answer that is no Reply`)
    throw new AppError('INTERNAL')
  }
  return reply as Reply<unknown>
}

/** CloudBase error codes (WeChat docs, cloud development, error codes): -404011 and -5xxxxx come from the server side. */
function codeOf(error: unknown): ErrorCode {
  const code = (error as { errCode?: unknown } | null)?.errCode
  if (typeof code === 'number' && (code === -404011 || code <= -500000)) return 'INTERNAL'
  return 'NETWORK'
}

function describe(error: unknown): string {
  return (error as { errMsg?: string } | null)?.errMsg ?? String(error)
}
