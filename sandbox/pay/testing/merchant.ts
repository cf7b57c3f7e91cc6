import { createPrivateKey, createVerify, randomBytes, sign } from 'node:crypto'
import type { PayHandle } from '../pay.ts'

export interface MerchantOptions {
  readonly now?: () => number
  /** Changes the parts of the signature after they were made. */
  readonly spoil?: (fields: Record<string, string>) => Record<string, string>
  readonly headers?: Record<string, string>
  /** Sent in place of what was signed. */
  readonly sentBody?: string
}

export interface MerchantAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
  /** Whether WeChat Pay's signature fits the bytes that came. */
  readonly isSigned: boolean
  readonly headers: Headers
}

/** A merchant's server, written from the documents and not from either side of the code under test. */
export function merchantOf(pay: PayHandle) {
  const key = createPrivateKey(pay.keys.merchantKeyPem)
  const signed = (...lines: string[]) =>
    sign('RSA-SHA256', Buffer.from(`${lines.join('\n')}\n`), key).toString('base64')

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    body?: object | string,
    { now = Date.now, spoil = (fields) => fields, headers = {}, sentBody }: MerchantOptions = {},
  ): Promise<MerchantAnswer> {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const timestamp = String(Math.floor(now() / 1000))
    const nonce_str = randomBytes(8).toString('hex')
    const fields = spoil({
      mchid: pay.mchid,
      nonce_str,
      timestamp,
      serial_no: pay.keys.certSerial,
      signature: signed(method, path, timestamp, nonce_str, text),
    })
    const parts = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
    const response = await fetch(`${pay.url}${path}`, {
      method,
      headers: {
        authorization: `WECHATPAY2-SHA256-RSA2048 ${parts.join(',')}`,
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(method === 'POST' && { body: sentBody ?? text }),
    })
    const answer = await response.text()
    const header = (name: string) => response.headers.get(`wechatpay-${name}`) ?? ''
    const isSigned = createVerify('RSA-SHA256')
      .update(`${header('timestamp')}\n${header('nonce')}\n${answer}\n`)
      .verify(pay.keys.publicKeyPem, header('signature'), 'base64')
    return {
      status: response.status,
      body: answer === '' ? {} : JSON.parse(answer),
      isSigned,
      headers: response.headers,
    }
  }

  return {
    ask,
    /** What the app hands to wx.requestPayment. */
    paymentOf(prepayId: string, appid: string, changes: Partial<Record<string, string>> = {}) {
      const request = {
        timeStamp: String(Math.floor(Date.now() / 1000)),
        nonceStr: 'nonce',
        package: `prepay_id=${prepayId}`,
        signType: 'RSA',
        ...changes,
      }
      const paySign = signed(appid, request.timeStamp, request.nonceStr, request.package)
      return { ...request, paySign, ...(changes.paySign !== undefined && { paySign: changes.paySign }) }
    },
  }
}
