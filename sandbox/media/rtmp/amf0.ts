/**
 * AMF0, the value format of RTMP commands and of FLV metadata.
 * Source: Adobe "Action Message Format AMF 0". Free of Node and DOM types: pages use it too.
 */
export type AmfValue =
  | number
  | boolean
  | string
  | null
  | undefined
  | Date
  | readonly AmfValue[]
  | AmfRecord
  | EcmaArray
export interface AmfRecord {
  readonly [key: string]: AmfValue
}

/** An associative array (marker 8), which onMetaData wants; it decodes to a plain record. */
export class EcmaArray {
  constructor(readonly entries: AmfRecord) {}
}

export class AmfFormatError extends Error {}

const NUMBER = 0
const BOOLEAN = 1
const STRING = 2
const OBJECT = 3
const NULL = 5
const UNDEFINED = 6
const ECMA_ARRAY = 8
const OBJECT_END = 9
const STRICT_ARRAY = 10
const DATE = 11
const LONG_STRING = 12

// Both are far above what any command uses; they bound what a hostile message can cost.
const MAX_DEPTH = 16
const MAX_VALUES = 10_000

const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() }

export function encodeAmf(...values: AmfValue[]): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  for (const value of values) writeValue(out, value)
  return new Uint8Array(out)
}

function writeValue(out: number[], value: AmfValue): void {
  if (typeof value === 'number') out.push(NUMBER, ...float64(value))
  else if (typeof value === 'boolean') out.push(BOOLEAN, value ? 1 : 0)
  else if (typeof value === 'string') writeString(out, value)
  else if (value === null) out.push(NULL)
  else if (value === undefined) out.push(UNDEFINED)
  else if (value instanceof Date) out.push(DATE, ...float64(value.getTime()), 0, 0)
  else if (value instanceof EcmaArray) {
    out.push(ECMA_ARRAY, ...uint32(Object.keys(value.entries).length))
    writeEntries(out, value.entries)
  } else if (isArray(value)) {
    out.push(STRICT_ARRAY, ...uint32(value.length))
    for (const item of value) writeValue(out, item)
  } else {
    out.push(OBJECT)
    writeEntries(out, value)
  }
}

// Array.isArray does not narrow readonly arrays out of a union.
const isArray = (value: AmfValue): value is readonly AmfValue[] => Array.isArray(value)

function writeString(out: number[], text: string): void {
  const bytes = utf8.encoder.encode(text)
  if (bytes.length > 0xffff) out.push(LONG_STRING, ...uint32(bytes.length))
  else out.push(STRING, bytes.length >> 8, bytes.length & 0xff)
  for (const byte of bytes) out.push(byte)
}

function writeEntries(out: number[], record: AmfRecord): void {
  for (const [key, value] of Object.entries(record)) {
    const bytes = utf8.encoder.encode(key)
    out.push(bytes.length >> 8, bytes.length & 0xff, ...bytes)
    writeValue(out, value)
  }
  out.push(0, 0, OBJECT_END)
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}

const uint32 = (n: number): number[] => [(n >>> 24) & 0xff, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff]

/** All values of one message. Throws AmfFormatError on cut, unknown, too deep or too many values. */
export function decodeAmf(bytes: Uint8Array): AmfValue[] {
  const reader = new AmfReader(bytes)
  const values: AmfValue[] = []
  while (!reader.done) values.push(reader.value(0))
  return values
}

class AmfReader {
  #offset = 0
  #count = 0
  readonly #view: DataView

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.#offset >= this.bytes.length
  }

  value(depth: number): AmfValue {
    if (depth > MAX_DEPTH) throw new AmfFormatError('values nested too deep')
    this.#count += 1
    if (this.#count > MAX_VALUES) throw new AmfFormatError('too many values')
    const marker = this.#view.getUint8(this.#take(1))
    switch (marker) {
      case NUMBER:
        return this.#view.getFloat64(this.#take(8))
      case BOOLEAN:
        return this.#view.getUint8(this.#take(1)) !== 0
      case STRING:
        return this.#text(this.#view.getUint16(this.#take(2)))
      case LONG_STRING:
        return this.#text(this.#view.getUint32(this.#take(4)))
      case NULL:
        return null
      case UNDEFINED:
        return undefined
      case OBJECT:
        return this.#entries(depth)
      case ECMA_ARRAY:
        this.#take(4) // the count is a hint; the end marker decides
        return this.#entries(depth)
      case STRICT_ARRAY: {
        const length = this.#view.getUint32(this.#take(4))
        if (length > this.bytes.length) throw new AmfFormatError('array longer than its message')
        return Array.from({ length }, () => this.value(depth + 1))
      }
      case DATE: {
        const at = this.#view.getFloat64(this.#take(8))
        this.#take(2) // time zone, reserved
        return new Date(at)
      }
      default:
        throw new AmfFormatError(`unknown marker ${marker}`)
    }
  }

  #entries(depth: number): AmfRecord {
    // No prototype: a key named __proto__ is a key like any other.
    const record: Record<string, AmfValue> = Object.create(null)
    for (;;) {
      const key = this.#text(this.#view.getUint16(this.#take(2)))
      if (key === '' && this.bytes[this.#offset] === OBJECT_END) {
        this.#offset += 1
        return record
      }
      record[key] = this.value(depth + 1)
    }
  }

  #text(length: number): string {
    const start = this.#take(length)
    return utf8.decoder.decode(this.bytes.subarray(start, start + length))
  }

  #take(length: number): number {
    const start = this.#offset
    if (start + length > this.bytes.length) throw new AmfFormatError('message ends inside a value')
    this.#offset = start + length
    return start
  }
}
