import { createCipheriv, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { RawNotice } from '../wechat-pay/payments'

// WeChat Pay's side, written from its documents and not from `lib/wechat-pay`.

const newPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const PLATFORM = newPair()
export const MERCHANT = newPair()
/** Of nobody that matters here. */
export const STRANGER_KEY: KeyObject = newPair().privateKey

export const APPID = 'wx0000000000000001'
export const MCHID = '1900000109'
const API_V3_KEY = '0123456789abcdef0123456789abcdef'
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092024'
const CERT_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
export const NOTIFY_URL = 'https://shop.example.com/pay-notify'

const pem = (key: KeyObject) =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()

/** The environment of a function that may be paid. */
export const PAY_ENV = {
  WECHAT_PAY_APPID: APPID,
  WECHAT_PAY_MCHID: MCHID,
  WECHAT_PAY_CERT_SERIAL: CERT_SERIAL,
  WECHAT_PAY_PRIVATE_KEY: pem(MERCHANT.privateKey),
  WECHAT_PAY_API_V3_KEY: API_V3_KEY,
  WECHAT_PAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID,
  WECHAT_PAY_PUBLIC_KEY: pem(PLATFORM.publicKey),
  WECHAT_PAY_NOTIFY_URL: NOTIFY_URL,
} as const

/** The headers with which WeChat Pay vouches for a text. */
export function signedHeaders(body: string, at: number, key: KeyObject = PLATFORM.privateKey) {
  const timestamp = String(Math.floor(at / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key)
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': signature.toString('base64'),
    'wechatpay-serial': PUBLIC_KEY_ID,
  }
}

export interface NoticeInput {
  /** ms */
  readonly at: number
  readonly event?: string
  /** What is sealed in it: see `paidFacts`, `refundFacts`. */
  readonly plain: object
  readonly key?: KeyObject
  readonly apiV3Key?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A notice as WeChat Pay posts it. */
export function aNotice({ at, plain, key, headers, ...input }: NoticeInput): RawNotice {
  const { event = 'TRANSACTION.SUCCESS', apiV3Key = API_V3_KEY } = input
  const nonce = randomBytes(6).toString('hex')
  const associated_data = event.startsWith('REFUND') ? 'refund' : 'transaction'
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(associated_data))
  const sealed = [cipher.update(JSON.stringify(plain)), cipher.final(), cipher.getAuthTag()]
  const body = JSON.stringify({
    id: 'EV-2018022511223320873',
    create_time: new Date(at).toISOString(),
    resource_type: 'encrypt-resource',
    event_type: event,
    summary: '支付成功',
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      original_type: associated_data,
      associated_data,
      nonce,
      ciphertext: Buffer.concat(sealed).toString('base64'),
    },
  })
  return { headers: { ...signedHeaders(body, at, key), ...headers }, body }
}

export const paidFacts = (outTradeNo: string, openid: string, total: number) => ({
  appid: APPID,
  mchid: MCHID,
  out_trade_no: outTradeNo,
  transaction_id: '4200000000202611250000000001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  success_time: '2026-11-25T09:00:00+08:00',
  payer: { openid },
  amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
})

export const refundFacts = (outTradeNo: string, outRefundNo: string, refund: number, total: number) => ({
  mchid: MCHID,
  transaction_id: '4200000000202611250000000001',
  out_trade_no: outTradeNo,
  refund_id: '50000000382019052709732678859',
  out_refund_no: outRefundNo,
  refund_status: 'SUCCESS',
  success_time: '2026-11-25T09:10:00+08:00',
  user_received_account: '支付用户零钱',
  amount: { total, refund, payer_total: total, payer_refund: refund },
})
