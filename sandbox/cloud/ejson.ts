import { BSONRegExp, EJSON } from 'bson'
import { CloudError } from './errors.ts'

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * MongoDB Extended JSON v2 (bson 4.7.2, the SDK's own version) → values the query engine understands.
 * Numbers of every width become JavaScript numbers (D-CL-01), `db.serverDate({offset})` becomes a Date.
 * `now` is server time in milliseconds. Throws CloudError INVALID_PARAM.
 */
export function fromEjson(text: string, now: number): unknown {
  try {
    return settle(EJSON.parse(text), now)
  } catch (error) {
    throw new CloudError('INVALID_PARAM', `malformed EJSON: ${error instanceof Error ? error.message : ''}`)
  }
}

/** As `fromEjson`, for the fields that must be an object. */
export function fieldsFromEjson(text: string, now: number): Fields {
  const value = fromEjson(text, now)
  if (!isFields(value)) throw new CloudError('INVALID_PARAM', 'an EJSON object is expected')
  return value
}

/** Relaxed EJSON: what is stored and what is answered; the SDK reads both forms alike. */
export const toEjson = (value: Fields | unknown[]): string => EJSON.stringify(value, { relaxed: true })

/** Fresh arrays and objects; dates, ids and other leaves are never changed in place and stay shared. */
export function cloneValue<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneValue) as T
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cloneValue(child)])) as T
}

function settle(value: unknown, now: number): unknown {
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options)
  if (Array.isArray(value)) return value.map((child) => settle(child, now))
  if (!isFields(value)) return value
  const serverDate = value.$tcb_server_date
  if (isFields(serverDate)) return new Date(now + (Number(serverDate.offset) || 0))
  for (const key of Object.keys(value)) value[key] = settle(value[key], now)
  return value
}
