/** Names of the language that `globalThis` of app code must have as well. */
const NAMES = [
  ...['Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON', 'Date', 'RegExp'],
  ...['Error', 'TypeError', 'RangeError', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy'],
  ...['ArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array'],
  ...['Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'Reflect', 'Intl', 'parseInt'],
  ...['parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent'],
] as const

export function standardGlobals(): Record<string, unknown> {
  const own = globalThis as unknown as Record<string, unknown>
  return Object.fromEntries(NAMES.map((name) => [name, own[name]]))
}
