import { randomUUID } from 'node:crypto'
import { AFTER_RETURN_MS } from '../limits.ts'

export interface CloudCaller {
  readonly openid: string
}

/** One running call. The token is how the endpoint knows on whose behalf wx-server-sdk speaks. */
export interface Invocation {
  readonly token: string
  readonly requestId: string
  readonly functionName: string
  /** null = no person: a timer or a request over HTTP. */
  readonly caller: CloudCaller | null
  /** `wx_client`, `wx_trigger` or `wx_http`; then `wx_client,scf` in a function that another function called. */
  readonly source: string
}

/**
 * What the platform writes into the environment for one call. wx-server-sdk 4.0.2 reads nothing else: the names in
 * WX_CONTEXT_KEYS make up getWXContext() (without the token), and the token goes with every request.
 * No UNIONID, no cloudID (D-CL-16).
 */
export function identityOf(invocation: Invocation, appid: string, envId: string): Record<string, string> {
  const keys = {
    WX_APPID: appid,
    ...(invocation.caller && { WX_OPENID: invocation.caller.openid }),
    WX_CLIENTIP: '127.0.0.1',
    WX_API_TOKEN: invocation.token,
  }
  return {
    ...keys,
    WX_CONTEXT_KEYS: Object.keys(keys).join(','),
    TCB_ENV: envId,
    TCB_SOURCE: invocation.source,
  }
}

/** The calls that are running now. A token lives as long as its call and AFTER_RETURN_MS (D-CL-13). */
export class LiveInvocations {
  readonly #byToken = new Map<string, Invocation>()

  open(functionName: string, caller: CloudCaller | null, source: string): Invocation {
    const invocation = { token: randomUUID(), requestId: randomUUID(), functionName, caller, source }
    this.#byToken.set(invocation.token, invocation)
    return invocation
  }

  close({ token }: Invocation): void {
    setTimeout(() => this.#byToken.delete(token), AFTER_RETURN_MS).unref()
  }

  /** What still runs can no longer reach database or storage. */
  revokeAll(): void {
    this.#byToken.clear()
  }

  byToken(token: string): Invocation | undefined {
    return this.#byToken.get(token)
  }
}
