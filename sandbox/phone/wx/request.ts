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

/** wx.request, to hosts of the domain list only. Source: WeChat docs, API/网络/发起请求. */
export const request: WxFamily = (phone) => {
  let running = 0
  return {
    request: (options: RequestOptions) => {
      const abort = new AbortController()
      const headers = new Listeners<{ header: Record<string, string>; statusCode: number }>(
        phone,
        'onHeadersReceived',
      )
      const settled =
        running >= MAX_REQUESTS
          ? Promise.reject(new WxFailure('exceed max task count', { errno: 600007 }))
          : send(phone, options, abort, (response) =>
              headers.fire({ header: headersOf(response), statusCode: response.status }),
            )
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
  const target = mapUrl(url, phone.device.hosts)
  if (target === null) throw new WxFailure('url not in domain list', { errno: 600002 })
  if (phone.device.networkType() === 'none') throw new WxFailure('network is down', { errno: 600001 })
  const timer = setTimeout(() => abort.abort('timeout'), options.timeout ?? TIMEOUT_MS)
  try {
    const response = await fetch(target, { method, headers: header, body, signal: abort.signal })
    onHeaders(response)
    const data = options.responseType === 'arraybuffer' ? await response.arrayBuffer() : await response.text()
    return {
      data: typeof data === 'string' && (options.dataType ?? 'json') === 'json' ? parseJson(data) : data,
      statusCode: response.status,
      header: headersOf(response),
      cookies: [],
      errMsg: 'request:ok',
    }
  } catch (error) {
    if (abort.signal.reason === 'timeout') throw new WxFailure('timeout', { errno: 5 })
    if (abort.signal.reason === 'abort') throw new WxFailure('abort')
    throw new WxFailure(error instanceof Error ? error.message : String(error), { errno: 600001 })
  } finally {
    clearTimeout(timer)
  }
}

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
