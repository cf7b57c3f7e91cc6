import { createHash, randomBytes } from 'node:crypto'

export interface ApiReply {
  readonly status: number
  readonly Code: number
  readonly Message: string
  readonly RequestId: string
  readonly Data: Record<string, unknown>
}

export interface ApiCaller {
  readonly url: string
  readonly appID: number
  readonly serverSecret: string
  readonly nowMs?: number
}

/** A signed call as an app's function makes it; `change` replaces or (with undefined) removes parameters. */
export async function callServerApi(
  caller: ApiCaller,
  action: string,
  params: Readonly<Record<string, string | readonly string[]>>,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<ApiReply> {
  const nonce = randomBytes(8).toString('hex')
  const timestamp = Math.floor((caller.nowMs ?? Date.now()) / 1000)
  const signature = createHash('md5')
    .update(`${caller.appID}${nonce}${caller.serverSecret}${timestamp}`)
    .digest('hex')
  const all = {
    Action: action,
    AppId: String(caller.appID),
    SignatureNonce: nonce,
    Timestamp: String(timestamp),
    Signature: signature,
    SignatureVersion: '2.0',
    ...params,
    ...change,
  }
  const url = new URL(caller.url)
  for (const [name, value] of Object.entries(all)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) url.searchParams.append(name, item)
    }
  }
  const response = await fetch(url)
  return { status: response.status, ...((await response.json()) as Omit<ApiReply, 'status'>) }
}
