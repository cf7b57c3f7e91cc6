import assert from 'node:assert/strict'
import fc from 'fast-check'
import { AmfFormatError, type AmfValue, decodeAmf, EcmaArray, encodeAmf } from './amf0.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

// Bytes written out by hand from the AMF0 specification §2.
const VECTORS: ReadonlyArray<[string, AmfValue, string]> = [
  ['number', 1, '003ff0000000000000'],
  ['true', true, '0101'],
  ['string', 'app', '0200036170 70'],
  ['object', { a: null }, '03000161 05 000009'],
  ['undefined', undefined, '06'],
  ['strict array', [false], '0a00000001 0100'],
]

for (const [name, value, bytes] of VECTORS) {
  test(`AMF0 ${name} has the bytes of the specification and comes back`, () => {
    const wire = bytes.replaceAll(' ', '')
    expect(hex(encodeAmf(value))).toBe(wire)
    expect(JSON.stringify(decodeAmf(Buffer.from(wire, 'hex')))).toStrictEqual(JSON.stringify([value]))
  })
}

test('metadata is written as an associative array and read as a record', () => {
  const bytes = encodeAmf('onMetaData', new EcmaArray({ width: 360 }))
  expect(bytes[13]).toBe(8)
  const [, metadata] = decodeAmf(bytes)
  expect(JSON.stringify(metadata)).toBe('{"width":360}')
})

test('a text longer than 65535 bytes survives', () => {
  const text = '长'.repeat(30_000)
  expect(decodeAmf(encodeAmf(text))).toStrictEqual([text])
})

test('a key named __proto__ changes no prototype', () => {
  const wire = Buffer.concat([
    Buffer.from([3, 0, 9]),
    Buffer.from('__proto__'),
    encodeAmf({ x: 1 }),
    Buffer.from([0, 0, 9]),
  ])
  const [record] = decodeAmf(wire)
  expect(Object.getPrototypeOf(record)).toBeNull()
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

const BROKEN: ReadonlyArray<[string, string]> = [
  ['a number cut short', '003ff0'],
  ['a string longer than its message', '02ffff41'],
  ['an object without an end', '0300016105'],
  ['an unknown marker', '4d'],
  ['an array longer than its message', '0affffffff'],
  ['values nested without end', '0a00000001'.repeat(40)],
]

for (const [name, wire] of BROKEN) {
  test(`${name} is refused`, () => {
    expect(() => decodeAmf(Buffer.from(wire, 'hex'))).toThrow(AmfFormatError)
  })
}

test('random bytes either decode or are refused as AMF0, never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeAmf(bytes)
      } catch (error) {
        assert.ok(error instanceof AmfFormatError)
      }
    }),
    { seed: 7, numRuns: 500 },
  )
})
