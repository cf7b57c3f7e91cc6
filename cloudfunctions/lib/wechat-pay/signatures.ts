import { createDecipheriv, type KeyObject, sign, verify } from 'node:crypto'

/** WeChat Pay's clock and ours may differ by less than this (docs, "签名验证"). ms */
export const CLOCK_SKEW_MS = 5 * 60_000

const TAG_BYTES = 16

/** What is signed: every line with its LF, the last one, too (docs, "签名与验签规则"). */
const lines = (...parts: readonly string[]) => parts.map((part) => `${part}\n`).join('')

/** RSA-2048 PKCS#1 v1.5 with SHA-256, base64. */
const rsaSign = (text: string, key: KeyObject) => sign('sha256', Buffer.from(text), key).toString('base64')

export interface Stamp {
  /** Seconds. */
  readonly timestamp: string
  /** ≤ 32 characters. */
  readonly nonce: string
}

export interface Merchant {
  readonly mchid: string
  readonly certSerial: string
  readonly privateKey: KeyObject
}

/** The Authorization header of a request; `path` with its query as sent, `body` byte for byte ('' for GET). */
export function authorization(
  { mchid, certSerial, privateKey }: Merchant,
  request: { readonly method: string; readonly path: string; readonly body: string },
  { timestamp, nonce }: Stamp,
): string {
  const signature = rsaSign(lines(request.method, request.path, timestamp, nonce, request.body), privateKey)
  const fields = { mchid, nonce_str: nonce, signature, timestamp, serial_no: certSerial }
  const text = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${text.join(',')}`
}

/** `paySign` of wx.requestPayment (docs, "小程序调起支付"). `prepay` is the value of `package`. */
export const signPayment = (appid: string, prepay: string, { timestamp, nonce }: Stamp, key: KeyObject) =>
  rsaSign(lines(appid, timestamp, nonce, prepay), key)

/** Whether WeChat Pay signed an answer or notice; its probes (`WECHATPAY/SIGNTEST/…`) fail like anything else. */
export function isSigned(
  { timestamp, nonce, body }: Stamp & { readonly body: string },
  signature: string,
  key: KeyObject,
): boolean {
  return verify('sha256', Buffer.from(lines(timestamp, nonce, body)), key, Buffer.from(signature, 'base64'))
}

export interface EncryptedResource {
  /** base64; the tag is its last 16 bytes. */
  readonly ciphertext: string
  readonly nonce: string
  readonly associated_data?: string | undefined
}

/** AEAD_AES_256_GCM with the APIv3 key (docs, "证书和回调报文解密"). Throws when anything was changed. */
export function decryptResource(
  { ciphertext, nonce, associated_data = '' }: EncryptedResource,
  apiV3Key: string,
): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  decipher.setAAD(Buffer.from(associated_data))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
