import { AppError } from '../../miniprogram/domain/errors'

/** Who is calling, as WeChat says. The openid never leaves the server. */
export interface Caller {
  readonly openid: string
}

/** The two places that carry the identity of a call. */
export interface CallIdentity {
  /** `getWXContext()`: what the SDK finds in the environment of the process, which an instance keeps between calls. */
  readonly wxContext: unknown
  /** The second argument of `main`: made for this one call, `environment` is a JSON text. */
  readonly context: unknown
}

/**
 * The caller, only when both places name the same one: an instance that is used again could still hold its last
 * caller in the process environment. Never from the event, which the phone writes. Throws NOT_SIGNED_IN.
 */
export function readCaller({ wxContext, context }: CallIdentity): Caller {
  const kept = field(wxContext, 'OPENID')
  const thisCall = field(parseJson(field(context, 'environment')), 'WX_OPENID')
  if (typeof kept !== 'string' || kept === '' || kept !== thisCall) throw new AppError('NOT_SIGNED_IN')
  return { openid: kept }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
