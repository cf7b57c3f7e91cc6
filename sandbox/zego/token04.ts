import { createDecipheriv } from 'node:crypto'
import { z } from 'zod'
import { TokenError } from './errors.ts'

/**
 * ZEGO Token04: `"04" + base64( expire i64be | iv length u16be | iv | ciphertext length u16be | ciphertext [| mode u8] )`
 * with the ServerSecret's 32 ASCII bytes as AES-256 key. CBC has a 16 byte iv and no mode byte (zego_server_assistant);
 * GCM has a 12 byte nonce, its tag at the end of the ciphertext, and mode 1 (D-ZG-12).
 */
export interface Token04 {
  readonly appID: number
  readonly userID: string
  /** s since the epoch, as the token's maker wrote them. */
  readonly createdAtS: number
  readonly expiresAtS: number
  readonly nonce: number
  readonly payload: string
  readonly cipher: 'cbc' | 'gcm'
}

/** What a token lets its owner do. */
export interface TokenGrant {
  readonly expiresAtS: number
  readonly mayPublish: boolean
  /** null = any stream. */
  readonly streamIDs: readonly string[] | null
}

const inner = z.object({
  app_id: z.number().int(),
  user_id: z.string(),
  nonce: z.number().int(),
  ctime: z.number().int(),
  expire: z.number().int(),
  payload: z.string(),
})

const allow = z.union([z.literal(0), z.literal(1)])
const privilegePayload = z.object({
  room_id: z.string().optional(),
  privilege: z.object({ 1: allow.optional(), 2: allow.optional() }).optional(),
  stream_id_list: z.array(z.string()).nullable().optional(),
})

const EXPIRE_BYTES = 8
const GCM_MODE = 1
const GCM_TAG_BYTES = 16

/** Throws TokenError 'malformed' or 'undecipherable'. Checks the form only: see verifyToken04. */
export function decodeToken04(token: string, serverSecret: string): Token04 {
  const { expire, iv, ciphertext, mode } = splitToken(token)
  const cipher =
    iv.length === 12 && mode === GCM_MODE ? 'gcm' : iv.length === 16 && mode === null ? 'cbc' : null
  if (cipher === null) throw new TokenError('malformed')
  const plain = inner.safeParse(decipher(cipher, iv, ciphertext, Buffer.from(serverSecret, 'ascii')))
  if (!plain.success) throw new TokenError('malformed')
  // The outer time is plain text: a token whose two times differ was changed on the way.
  if (BigInt(plain.data.expire) !== expire) throw new TokenError('undecipherable')
  return {
    appID: plain.data.app_id,
    userID: plain.data.user_id,
    nonce: plain.data.nonce,
    createdAtS: plain.data.ctime,
    expiresAtS: plain.data.expire,
    payload: plain.data.payload,
    cipher,
  }
}

export interface TokenCheck {
  readonly appID: number
  readonly serverSecret: string
  readonly userID: string
  readonly roomID: string
  readonly nowMs: number
}

/**
 * The check at login and renewal: app, user, time and, where the payload has privileges, room and right 1.
 * Throws TokenError with the first flaw.
 */
export function verifyToken04(token: string, check: TokenCheck): TokenGrant {
  const decoded = decodeToken04(token, check.serverSecret)
  if (decoded.appID !== check.appID) throw new TokenError('app')
  if (decoded.userID !== check.userID) throw new TokenError('user')
  if (decoded.expiresAtS * 1000 <= check.nowMs) throw new TokenError('expired')
  const { room_id, privilege, stream_id_list } = readPayload(decoded.payload)
  if (room_id !== undefined && room_id !== '' && room_id !== check.roomID) throw new TokenError('room')
  if (privilege && privilege[1] !== 1) throw new TokenError('loginDenied')
  return {
    expiresAtS: decoded.expiresAtS,
    // A token without privileges is ZEGO's basic one: it opens the room and lets publish.
    mayPublish: privilege === undefined || privilege[2] === 1,
    streamIDs: stream_id_list?.length ? stream_id_list : null,
  }
}

/** Throws TokenError 'publishDenied' or 'stream'. */
export function checkPublish(grant: TokenGrant, streamID: string): void {
  if (!grant.mayPublish) throw new TokenError('publishDenied')
  if (grant.streamIDs && !grant.streamIDs.includes(streamID)) throw new TokenError('stream')
}

function splitToken(token: string): { expire: bigint; iv: Buffer; ciphertext: Buffer; mode: number | null } {
  if (!/^04(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(token)) {
    throw new TokenError('malformed')
  }
  const bytes = Buffer.from(token.slice(2), 'base64')
  try {
    const ivStart = EXPIRE_BYTES + 2
    const ivEnd = ivStart + bytes.readUInt16BE(EXPIRE_BYTES)
    const start = ivEnd + 2
    const end = start + bytes.readUInt16BE(ivEnd)
    const rest = bytes.length - end
    if (rest !== 0 && rest !== 1) throw new TokenError('malformed')
    return {
      expire: bytes.readBigInt64BE(0),
      iv: bytes.subarray(ivStart, ivEnd),
      ciphertext: bytes.subarray(start, end),
      mode: rest === 1 ? bytes.readUInt8(end) : null,
    }
  } catch {
    throw new TokenError('malformed') // a length that points behind the end
  }
}

function decipher(cipher: 'cbc' | 'gcm', iv: Buffer, ciphertext: Buffer, key: Buffer): unknown {
  try {
    if (cipher === 'cbc') {
      const aes = createDecipheriv('aes-256-cbc', key, iv)
      return JSON.parse(Buffer.concat([aes.update(ciphertext), aes.final()]).toString('utf8'))
    }
    const aes = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: GCM_TAG_BYTES })
    aes.setAuthTag(ciphertext.subarray(-GCM_TAG_BYTES))
    const plain = Buffer.concat([aes.update(ciphertext.subarray(0, -GCM_TAG_BYTES)), aes.final()])
    return JSON.parse(plain.toString('utf8'))
  } catch {
    throw new TokenError('undecipherable')
  }
}

function readPayload(payload: string): z.infer<typeof privilegePayload> {
  if (payload === '') return {}
  try {
    return privilegePayload.parse(JSON.parse(payload))
  } catch {
    throw new TokenError('malformed')
  }
}
