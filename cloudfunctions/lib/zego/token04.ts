import { createCipheriv, randomBytes } from 'node:crypto'

/** The plaintext of a token. Times in seconds. `payload` is a text of its own: JSON of a Privilege, or empty. */
export interface TokenClaims {
  readonly app_id: number
  readonly user_id: string
  /** int32 */
  readonly nonce: number
  readonly ctime: number
  readonly expire: number
  readonly payload: string
}

/**
 * ZEGO Token04 in its classic form, as ZEGO's own generator makes it (github zegoim/zego_server_assistant, token04):
 *
 *   "04" + base64( expire i64be | ivLength u16be | iv | ciphertextLength u16be | ciphertext )
 *
 * AES-256-CBC, PKCS7, iv 16 bytes; the key is the 32 characters of ServerSecret as they are, not decoded from hex.
 */
export function encodeToken04(claims: TokenClaims, serverSecret: string, iv: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(serverSecret, 'ascii'), iv)
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(claims), 'utf8'), cipher.final()])
  const expire = Buffer.alloc(8)
  expire.writeBigInt64BE(BigInt(claims.expire))
  const parts = [expire, lengthOf(iv), iv, lengthOf(ciphertext), ciphertext]
  return `04${Buffer.concat(parts).toString('base64')}`
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return length
}

/** What makes two tokens of the same second differ. */
export interface TokenRandom {
  iv(): Buffer
  /** int32 */
  nonce(): number
}

export const tokenRandom: TokenRandom = {
  iv: () => randomBytes(16),
  nonce: () => randomBytes(4).readInt32BE(),
}
