import { randomUUID } from 'node:crypto'
import { SandboxError } from '../../errors.ts'
import { type Fields, isFields } from '../ejson.ts'
import { asCallError, CloudError } from '../errors.ts'
import { type FunctionRules, mayInvoke } from '../function-rules.ts'
import { MAX_CLIENT_RESULT_BYTES } from '../limits.ts'
import type { FunctionHost } from '../workers/function-host.ts'
import type { CloudCaller } from '../workers/identity.ts'

export interface ClientCallsDeps {
  readonly appid: string
  readonly host: FunctionHost
  readonly rules: FunctionRules
  /** Told each call of a person. */
  readonly saw: (openid: string) => void
  /** The way between phone and cloud. */
  readonly onTheWay: () => Promise<void>
}

/** What a phone asks of the cloud: function rules and the caller's identity apply here and nowhere else. */
export class ClientCalls {
  readonly #deps: ClientCallsDeps
  #rulesOn = true

  constructor(deps: ClientCallsDeps) {
    this.#deps = deps
  }

  setRules(on: boolean): void {
    this.#rulesOn = on
  }

  /** Throws CloudCallError; see CloudHandle.callFunction. */
  callFunction(caller: CloudCaller, name: string, data: unknown) {
    const requestID = randomUUID()
    return this.ask(caller, 'callFunction', requestID, async () => {
      const { appid, host, rules } = this.#deps
      // Before anything else: a missing function that `*` forbids is forbidden, not missing (public record of 2026).
      if (this.#rulesOn && !mayInvoke(rules, name))
        throw new CloudError('PERMISSION_DENIED', 'PERMISSION_DENIED')
      const event = eventOf(data, appid, caller)
      const text = await host.invoke({ name, event, caller, source: 'wx_client', nested: false })
      if (text !== undefined && Buffer.byteLength(text) > MAX_CLIENT_RESULT_BYTES)
        throw new CloudError('FUNCTIONS_RESULT_TOO_LARGE', 'cloudfunction result size exceed limit (1MB)')
      const result: unknown = text === undefined ? null : JSON.parse(text)
      return { result, requestID }
    })
  }

  /** One request of a phone; a CloudError becomes the client's sentence about `api`. */
  async ask<T>(caller: CloudCaller, api: string, callId: string, answer: () => Promise<T>): Promise<T> {
    // getWXContext() of wx-server-sdk 4.0.2 turns an all-digit value into a number.
    if (!/[A-Za-z_-]/.test(caller.openid))
      throw new SandboxError('BAD_REQUEST', 'an openid must hold a letter')
    this.#deps.saw(caller.openid)
    try {
      await this.#deps.onTheWay()
      return await answer()
    } catch (error) {
      throw error instanceof CloudError ? asCallError(error, callId, api) : error
    }
  }
}

/** The cloud adds who is calling, and nothing the client sends can stand in for it. */
function eventOf(data: unknown, appid: string, { openid }: CloudCaller): Fields {
  if (data !== undefined && data !== null && !isFields(data))
    throw new CloudError('INVALID_PARAM', 'parameter.data should be object')
  return { ...data, userInfo: { appId: appid, openId: openid } }
}
