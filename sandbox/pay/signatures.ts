import { createCipheriv, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { signError } from './errors.ts'
import type { PayKeys } from './keys.ts'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'

const lines = (...parts: readonly string[]): Buffer => Buffer.from(parts.map((part) => `${part}\n`).join(''))

export interface SignedRequest {
  readonly method: string
  /** With its query, as sent. */
  readonly path: string
  /** Byte for byte. */
  readonly body: string
  readonly authorization: string | undefined
}

/** The merchant's signature of a request, and its mchid. Throws PayError SIGN_ERROR; a repeated nonce passes (D-PY-03). */
export function checkAuthorization(
  { method, path, body, authorization = '' }: SignedRequest,
  { keys, now, skewMs }: { keys: PayKeys; now: number; skewMs: number },
): string {
  const [scheme, rest = ''] = authorization.split(/ (.*)/s)
  const fields = new Map(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const field = (name: string): string => {
    const value = fields.get(name)
    if (value) return value
    throw signError('Http头缺少Authorization信息或格式错误', `${name} is missing`)
  }
  if (scheme !== SCHEME) throw signError('Http头Authorization的认证类型不正确', 'unknown scheme')
  const [mchid, nonce, signature, timestamp, serial] = [
    field('mchid'),
    field('nonce_str'),
    field('signature'),
    field('timestamp'),
    field('serial_no'),
  ]
  if (Math.abs(now - Number(timestamp) * 1000) > skewMs || !/^\d{1,12}$/.test(timestamp))
    throw signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', 'timestamp expired')
  if (serial !== keys.certSerial) throw signError('商户证书序列号有误', 'serial_no not match')
  const text = lines(method, path, timestamp, nonce, body)
  if (!verify('sha256', text, keys.merchantPublicKey, Buffer.from(signature, 'base64')))
    throw signError('签名错误，请检查后再试', 'sign not match')
  return mchid
}

/** Whether the merchant has signed what the phone was given. */
export function isPaySign(
  given: { appid: string; timeStamp: string; nonceStr: string; package: string; paySign: string },
  key: KeyObject,
): boolean {
  const text = lines(given.appid, given.timeStamp, given.nonceStr, given.package)
  return verify('sha256', text, key, Buffer.from(given.paySign, 'base64'))
}

/** The headers of an answer or notice with this body. `now` in ms. */
export function signatureHeaders(
  body: string,
  { platformKey, publicKeyID }: Pick<PayKeys, 'platformKey' | 'publicKeyID'>,
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  const nonce = randomBytes(16).toString('hex')
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': sign('sha256', lines(timestamp, nonce, body), platformKey).toString('base64'),
    'wechatpay-serial': publicKeyID,
    'wechatpay-signature-type': SCHEME,
  }
}

/** The `resource` of a notice: AEAD_AES_256_GCM under the APIv3 key, the tag at the end. */
export function encryptResource(plain: object, originalType: string, apiV3Key: string) {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from(originalType))
  const encrypted = Buffer.concat([
    cipher.update(JSON.stringify(plain), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    original_type: originalType,
    ciphertext: encrypted.toString('base64'),
    nonce,
    associated_data: originalType,
  }
}
