/** One setData call may carry this many bytes of JSON. Source: WeChat docs, 框架接口/页面, Page.prototype.setData. */
export const SET_DATA_MAX_BYTES = 1024 * 1024

export interface CheckedData {
  readonly data: Record<string, unknown>
  /** Keys that were left out because they are undefined, which WeChat only warns about. */
  readonly undefinedKeys: readonly string[]
}

/**
 * What survives the way from the logic layer to the view: a deep copy of JSON. Throws TypeError for functions,
 * symbols and cycles, RangeError above 1 MB; the message names the path. D-WX-15: WeChat logs these and goes on.
 */
export function checkSetData(given: unknown): CheckedData {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError('setData: the first argument must be an object')
  }
  const data: Record<string, unknown> = {}
  const undefinedKeys: string[] = []
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) undefinedKeys.push(key)
    else data[key] = copy(value, key, [])
  }
  const bytes = new TextEncoder().encode(JSON.stringify(data)).length
  if (bytes > SET_DATA_MAX_BYTES) {
    throw new RangeError(
      `setData: ${bytes} bytes are more than the ${SET_DATA_MAX_BYTES} that one call may carry`,
    )
  }
  return { data, undefinedKeys }
}

function copy(value: unknown, path: string, above: readonly object[]): unknown {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new TypeError(`setData: "${path}" is a ${typeof value}, and only JSON can be shown`)
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) throw new TypeError(`setData: "${path}" contains itself`)
  const inside = [...above, value]
  if (Array.isArray(value)) {
    return value.map((item, index) => (item === undefined ? null : copy(item, `${path}[${index}]`, inside)))
  }
  const toJSON = (value as { toJSON?: unknown }).toJSON
  if (typeof toJSON === 'function') return copy(toJSON.call(value), path, inside)
  const plain: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) plain[key] = copy(item, `${path}.${key}`, inside)
  }
  return plain
}
