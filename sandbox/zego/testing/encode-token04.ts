import { createCipheriv } from 'node:crypto'

export interface TokenFields {
  readonly app_id: number
  readonly user_id: string
  readonly nonce: number
  readonly ctime: number
  readonly expire: number
  readonly payload: string
}

/** Makes a Token04 as an app's function would. `iv` is 16 bytes for CBC and 12 for GCM. */
export function encodeToken04(
  fields: TokenFields,
  secret: string,
  iv: Buffer,
  outerExpire = fields.expire,
): string {
  const { app_id, user_id, nonce, ctime, expire, payload } = fields
  const plain = JSON.stringify({ app_id, user_id, nonce, ctime, expire, payload })
  const gcm = iv.length === 12
  const ciphertext = gcm ? encipherGcm(plain, secret, iv) : encipherCbc(plain, secret, iv)
  const expireBytes = Buffer.alloc(8)
  expireBytes.writeBigInt64BE(BigInt(outerExpire))
  const mode = gcm ? [Buffer.from([1])] : []
  return `04${Buffer.concat([expireBytes, u16(iv.length), iv, u16(ciphertext.length), ciphertext, ...mode]).toString('base64')}`
}

function encipherCbc(plain: string, secret: string, iv: Buffer): Buffer {
  const aes = createCipheriv('aes-256-cbc', secret, iv)
  return Buffer.concat([aes.update(plain), aes.final()])
}

function encipherGcm(plain: string, secret: string, iv: Buffer): Buffer {
  const aes = createCipheriv('aes-256-gcm', secret, iv)
  return Buffer.concat([aes.update(plain), aes.final(), aes.getAuthTag()])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
