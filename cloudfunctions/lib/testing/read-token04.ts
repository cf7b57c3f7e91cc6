import { createDecipheriv } from 'node:crypto'
import type { TokenClaims } from '../zego/token04'

export interface ReadToken {
  readonly claims: TokenClaims
  readonly iv: Buffer
}

/** Opens a Token04 of the classic (CBC) layout, byte by byte, the way a server of ZEGO has to. Throws when it is not one. */
export function readToken04(token: string, serverSecret: string): ReadToken {
  if (!token.startsWith('04')) throw new Error('not a Token04')
  const bytes = Buffer.from(token.slice(2), 'base64')
  const outerExpire = Number(bytes.readBigInt64BE(0))
  const ivLength = bytes.readUInt16BE(8)
  const iv = bytes.subarray(10, 10 + ivLength)
  const textAt = 10 + ivLength + 2
  const textLength = bytes.readUInt16BE(textAt - 2)
  if (bytes.length !== textAt + textLength) throw new Error('bytes left over: not the classic layout')
  const decipher = createDecipheriv('aes-256-cbc', Buffer.from(serverSecret, 'ascii'), iv)
  const text = Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]).toString('utf8')
  const claims: TokenClaims = JSON.parse(text)
  if (claims.expire !== outerExpire) throw new Error('the outer expiry differs from the inner one')
  return { claims, iv }
}
