import * as z from 'zod'
import { AppError } from '../../../miniprogram/domain/errors'

// ZEGO docs, server callbacks "room_create", "stream_create", "stream_close". Numbers and their texts are both taken;
// session numbers are uint64 and stay texts.

const text = z.union([z.string(), z.number()]).transform(String)
const sessionID = text.pipe(z.string().regex(/^\d{1,20}$/))
const id = z.string().min(1).max(256)

const envelopeSchema = z.object({
  event: z.string().max(64),
  appid: text,
  /** Seconds. The texts are what was signed. */
  timestamp: text.pipe(z.string().regex(/^\d{1,12}$/)),
  nonce: text.pipe(z.string().regex(/^[\w-]{1,64}$/)),
  signature: z.string().max(64),
})
export type Envelope = Readonly<z.infer<typeof envelopeSchema>>

const stream = { room_id: id, room_session_id: sessionID, user_id: id, stream_id: id }

const callbackEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('room_create'), room_id: id, room_session_id: sessionID }),
  z.object({ event: z.literal('stream_create'), ...stream }),
  z.object({ event: z.literal('stream_close'), ...stream }),
])
/** `at` (ms) is the signed time. */
export type CallbackEvent = Readonly<z.infer<typeof callbackEventSchema>> & { readonly at: number }

const KNOWN: ReadonlySet<string> = new Set(callbackEventSchema.options.map(({ shape }) => shape.event.value))

/** Fields of 64 bits: as numbers of JSON they would lose their last digits. */
const LONG_NUMBER = /"(room_session_id)"\s*:\s*(\d+)/g

/** A body as ZEGO sends it: JSON, or JSON URL-encoded. Throws BAD_INPUT. */
export function readBody(body: string): { envelope: Envelope; fields: unknown } {
  const fields = parseJson(body)
  const envelope = envelopeSchema.safeParse(fields)
  if (!envelope.success) throw new AppError('BAD_INPUT', envelope.error.issues)
  return { envelope: envelope.data, fields }
}

/** What happened; null = an event that changes nothing here. Throws BAD_INPUT. */
export function readCallbackEvent(envelope: Envelope, fields: unknown): CallbackEvent | null {
  if (!KNOWN.has(envelope.event)) return null
  const callback = callbackEventSchema.safeParse(fields)
  if (!callback.success) throw new AppError('BAD_INPUT', callback.error.issues)
  return { ...callback.data, at: Number(envelope.timestamp) * 1000 }
}

function parseJson(body: string): unknown {
  try {
    const json = body.trimStart().startsWith('{') ? body : decodeURIComponent(body.replaceAll('+', ' '))
    return JSON.parse(json.replace(LONG_NUMBER, '"$1":"$2"'))
  } catch {
    throw new AppError('BAD_INPUT', 'not JSON')
  }
}
