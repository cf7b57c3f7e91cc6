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
  const thisCall = field(environmentOf(context), 'WX_OPENID')
  if (typeof kept !== 'string' || kept === '' || kept !== thisCall) throw new AppError('NOT_SIGNED_IN')
  return { openid: kept }
}

/**
 * Throws FORBIDDEN when a person calls: what ZEGO or a timer starts is nobody's call. The call's own environment decides
 * where there is one: a person left over in the process must not keep out the timer, whom nobody can imitate there.
 */
export function requireNobody({ wxContext, context }: CallIdentity): void {
  const own = environmentOf(context)
  const openid = own === undefined ? field(wxContext, 'OPENID') : field(own, 'WX_OPENID')
  if (openid !== undefined && openid !== '') throw new AppError('FORBIDDEN')
}

/** Throws FORBIDDEN unless nobody is named and the platform says that its timer calls. The event proves nothing. */
export function requireTimer(identity: CallIdentity): void {
  requireNobody(identity)
  const source = field(environmentOf(identity.context), 'TCB_SOURCE') ?? field(identity.wxContext, 'SOURCE')
  if (source !== 'wx_trigger') throw new AppError('FORBIDDEN')
}

const environmentOf = (context: unknown) => parseJson(field(context, 'environment'))

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
