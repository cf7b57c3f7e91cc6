import { NetworkLost } from '../runtime/network.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { answer, type CallbackOptions, failureOf, WxFailure } from './callback.ts'
import { mapUrl } from './hosts.ts'
import { Listeners } from './listeners.ts'
import { unsupported } from './refuse.ts'

interface RequestOptions extends CallbackOptions {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  enableChunked?: boolean
}

/** Source: WeChat docs, 使用说明/网络: ten requests at a time, 60 s. */
const MAX_REQUESTS = 10
const TIMEOUT_MS = 60_000

/** What the answer's head weighs on a slow network; ours. */
const HEAD_BYTES = 500

/**
 * wx.request, to hosts of the domain list only. In the background none starts, and one that runs is interrupted with the
 * app's suspension. Source: WeChat docs, API/网络/发起请求 and 使用说明/网络.
 */
export const request: WxFamily = (phone) => {
  let running = 0
  return {
    request: (options: RequestOptions) => {
      const abort = new AbortController()
      const headers = new Listeners<{ header: Record<string, string>; statusCode: number }>(
        phone,
        'onHeadersReceived',
      )
      const start = () => {
        if (running >= MAX_REQUESTS) throw new WxFailure('exceed max task count', { errno: 600007 })
        if (phone.suspension.isInBackground()) throw new WxFailure('interrupted', { errno: 600003 })
        return send(phone, options, abort, (response) =>
          headers.fire({ header: headersOf(response), statusCode: response.status }),
        )
      }
      const settled = new Promise<Record<string, unknown>>((resolve) => resolve(start()))
      running += 1
      settled
        .finally(() => {
          running -= 1
        })
        .then(
          (result) => answer(phone, 'request', options, { ok: true, result }),
          (error: unknown) =>
            answer(phone, 'request', options, { ok: false, error: failureOf('request', error) }),
        )
      return {
        abort: () => abort.abort('abort'),
        onHeadersReceived: headers.on,
        offHeadersReceived: headers.off,
        onChunkReceived: () => {
          throw unsupported('D-WX-53')
        },
        offChunkReceived: () => undefined,
      }
    },
  }
}

async function send(
  phone: PhoneRuntime,
  options: RequestOptions,
  abort: AbortController,
  onHeaders: (response: Response) => void,
): Promise<Record<string, unknown>> {
  if (options.enableChunked) throw unsupported('D-WX-53')
  const method = (options.method ?? 'GET').toUpperCase()
  const { url, body, header } = encode(options, method)
  phone.record('request', 'request.send', { url, method })
  const target = mapUrl(url, phone.device.hosts)
  if (target === null) throw new WxFailure('url not in domain list', { errno: 600002 })
  const timer = setTimeout(() => abort.abort('timeout'), options.timeout ?? TIMEOUT_MS)
  const stopWatching = phone.suspension.onSuspend(() => abort.abort('interrupted'))
  const aborted = new Promise<never>((_resolve, reject) => {
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason))
  })
  const exchange = async () => {
    await phone.network.travel('up', HEAD_BYTES + sizeOf(body))
    const response = await phone.network.guard(
      fetch(target, { method, headers: header, body, signal: abort.signal }),
    )
    const bytes = await phone.network.guard(response.arrayBuffer())
    await phone.network.travel('down', HEAD_BYTES)
    onHeaders(response)
    await phone.network.travel('down', bytes.byteLength)
    const data = options.responseType === 'arraybuffer' ? bytes : new TextDecoder().decode(bytes)
    return {
      data: typeof data === 'string' && (options.dataType ?? 'json') === 'json' ? parseJson(data) : data,
      statusCode: response.status,
      header: headersOf(response),
      cookies: [],
      errMsg: 'request:ok',
    }
  }
  try {
    return await Promise.race([exchange(), aborted])
  } catch (error) {
    if (error instanceof NetworkLost) abort.abort('lost')
    const errno = ABORTED[abort.signal.reason as string]
    if (errno !== undefined) throw new WxFailure(String(abort.signal.reason), errno)
    throw new WxFailure(error instanceof Error ? error.message : String(error), { errno: 600001 })
  } finally {
    clearTimeout(timer)
    stopWatching()
  }
}

/** Why a request ended from our side → its errno. */
const ABORTED: Readonly<Record<string, { errno?: number }>> = {
  timeout: { errno: 5 },
  abort: {},
  interrupted: { errno: 600003 },
}

const sizeOf = (body: string | ArrayBuffer | null): number =>
  typeof body === 'string' ? new TextEncoder().encode(body).byteLength : (body?.byteLength ?? 0)

const headersOf = (response: Response): Record<string, string> => Object.fromEntries(response.headers)

/** GET data goes into the query, form data is url-encoded, anything else is JSON. Source: wx.request, data 参数说明. */
export function encode(
  options: Pick<RequestOptions, 'url' | 'data' | 'header'>,
  method: string,
): { url: string; body: string | ArrayBuffer | null; header: Record<string, string> } {
  const header: Record<string, string> = { 'content-type': 'application/json' }
  for (const [name, value] of Object.entries(options.header ?? {})) header[name.toLowerCase()] = value
  const { url, data } = options
  if (data === undefined || data === null) return { url, body: null, header }
  if (method === 'GET' && typeof data === 'object' && !(data instanceof ArrayBuffer)) {
    const query = urlEncode(data as Record<string, unknown>)
    return { url: query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`, body: null, header }
  }
  if (method === 'GET') return { url, body: null, header }
  if (typeof data === 'string' || data instanceof ArrayBuffer) return { url, body: data, header }
  const form = header['content-type']?.startsWith('application/x-www-form-urlencoded')
  return { url, body: form ? urlEncode(data as Record<string, unknown>) : JSON.stringify(data), header }
}

const urlEncode = (data: Record<string, unknown>): string =>
  Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
