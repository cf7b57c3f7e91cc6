import type { PhoneRecord } from '../phone/link/link.ts'
import type { Phones } from '../phone/phones.ts'
import { describeFrame } from '../zego/describe-frame.ts'

export interface RecordQuery {
  readonly phone: string
  readonly kind?: PhoneRecord['kind']
  /** Only names that start so: `live-pusher.`, `ZegoExpressEngine.loginRoom`. */
  readonly name?: string
  /** Machine time, ms; only what happened then or later. */
  readonly since?: number
}

export interface Recorder {
  /** Oldest first, at most the newest 5,000 of the phone. Throws SandboxError NOT_FOUND. */
  read(query: RecordQuery): readonly ReadRecord[]
  clear(phoneID: string): void
}

/** A socket frame of ZEGO's also says what it is: `detail.zego`. */
export type ReadRecord = PhoneRecord

export function createRecorder(phones: Pick<Phones, 'records' | 'clearRecords'>): Recorder {
  return {
    read: ({ phone, kind, name = '', since = 0 }) =>
      phones
        .records(phone)
        .filter((one) => (kind ?? one.kind) === one.kind && one.name.startsWith(name) && one.at >= since)
        .map(readable),
    clear: (phoneID) => phones.clearRecords(phoneID),
  }
}

function readable(record: PhoneRecord): ReadRecord {
  const { base64 } = (record.detail ?? {}) as { base64?: unknown }
  if (record.kind !== 'socket' || typeof base64 !== 'string') return record
  const zego = describeFrame(Buffer.from(base64, 'base64'))
  return zego === null ? record : { ...record, detail: { ...(record.detail as object), zego } }
}
