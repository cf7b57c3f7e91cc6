import { Query } from 'mingo'
import { compare, isEqual } from 'mingo/util'
import { SandboxUnsupportedError } from '../../errors.ts'
import { cloneValue, type Fields, isFields } from '../ejson.ts'
import { CloudError } from '../errors.ts'
import type { Document } from './document.ts'

/** The value after the operator; REMOVED = the field goes; `before` itself = nothing changes. */
type Operator = (before: unknown, operand: unknown, path: string) => unknown

const REMOVED = Symbol('removed')

/**
 * MongoDB's update operators, as `db.command` of wx-server-sdk 4.0.2 sends them. Written here because mingo's
 * updater passes over wrong types in silence, where the service refuses (docs.mongodb.com, "Update Operators").
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: (_before, operand) => cloneValue(operand),
  $unset: (before) => (before === undefined ? undefined : REMOVED),
  $inc: (before, operand, path) =>
    numberAt('$inc', before ?? missing(before), path) + amount('$inc', operand),
  $mul: (before, operand, path) =>
    numberAt('$mul', before ?? missing(before), path) * amount('$mul', operand),
  $min: (before, operand) => (before === undefined || compare(operand, before) < 0 ? operand : before),
  $max: (before, operand) => (before === undefined || compare(operand, before) > 0 ? operand : before),
  $bit: (before, operand, path) => bitwise(numberAt('$bit', before ?? missing(before), path), operand),
  $push: (before, operand, path) => push(arrayAt('$push', before, path) ?? [], operand),
  $addToSet: (before, operand, path) => {
    const set = [...(arrayAt('$addToSet', before, path) ?? [])]
    const added = isFields(operand) && Array.isArray(operand.$each) ? operand.$each : [operand]
    for (const value of added) if (!set.some((old) => isEqual(old, value))) set.push(cloneValue(value))
    return set
  },
  $pop: (before, operand, path) => {
    const items = arrayAt('$pop', before, path)
    return items && (operand === -1 ? items.slice(1) : items.slice(0, -1))
  },
  $pull: (before, operand, path) => {
    const items = arrayAt('$pull', before, path)
    if (!items) return before
    const plain = isFields(operand) && !Object.keys(operand).some((key) => key.startsWith('$'))
    const query = new Query(plain ? operand : { value: operand }, { scriptEnabled: false })
    return items.filter((value) => !query.test(plain ? (isFields(value) ? value : {}) : { value }))
  },
  $pullAll: (before, operand, path) => {
    if (!Array.isArray(operand)) throw bad('$pullAll requires an array argument')
    return arrayAt('$pullAll', before, path)?.filter((value) => !operand.some((gone) => isEqual(gone, value)))
  },
}

/**
 * The document after `update` (`{$inc: {'a.b': 1}, …}`); the given one stays as it is.
 * Throws CloudError with MongoDB's own sentence, SandboxUnsupportedError for `$` in a path (D-CL-03).
 */
export function applyUpdate(document: Document, update: Fields): Document {
  const changed = cloneValue(document)
  refuseConflicts(update)
  for (const [name, fields] of Object.entries(update)) {
    if (!isFields(fields)) throw bad(`Modifiers operate on fields but we found ${typeof fields}: ${name}`)
    for (const [path, operand] of Object.entries(fields)) {
      if (name === '$rename') rename(changed, path, operand)
      else changeAt(changed, path, operatorNamed(name), operand)
    }
  }
  return changed
}

function operatorNamed(name: string): Operator {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (!operator) throw new CloudError('DATABASE_INVALID_OPERRATOR', `Unknown modifier: ${name}`)
  return operator
}

function changeAt(root: Fields, path: string, operator: Operator, operand: unknown): void {
  const segments = path.split('.')
  const last = segments.pop() ?? path
  let holder: Fields | unknown[] = root
  for (const segment of segments) {
    const next = read(holder, segment)
    if (next === undefined) {
      if (operator(undefined, operand, path) === undefined) return // e.g. $unset below a missing field
      holder = write(holder, segment, {})
    } else if (isFields(next) || Array.isArray(next)) holder = next
    else throw bad(`Cannot create field '${last}' in element {${segment}: ${JSON.stringify(next)}}`)
  }
  const before = read(holder, last)
  const after = operator(before, operand, path)
  if (after === before) return
  if (after !== REMOVED) write(holder, last, after)
  else if (Array.isArray(holder)) holder[Number(last)] = null
  else delete holder[last]
}

function rename(root: Fields, from: string, to: unknown): void {
  if (typeof to !== 'string') throw bad(`The 'to' field for $rename must be a string: ${from}`)
  let moved: unknown
  const takeOut: Operator = (before) => {
    moved = before
    return before === undefined ? undefined : REMOVED
  }
  changeAt(root, from, takeOut, undefined)
  if (moved !== undefined) changeAt(root, to, () => moved, undefined)
}

function read(holder: Fields | unknown[], segment: string): unknown {
  if (Array.isArray(holder)) return holder[indexOf(segment)]
  return Object.hasOwn(holder, segment) ? holder[segment] : undefined
}

function write<T>(holder: Fields | unknown[], segment: string, value: T): T {
  if (Array.isArray(holder)) {
    const index = indexOf(segment)
    while (holder.length < index) holder.push(null)
    holder[index] = value
  } else {
    Object.defineProperty(holder, segment, { value, enumerable: true, configurable: true, writable: true })
  }
  return value
}

function indexOf(segment: string): number {
  if (!/^\d{1,7}$/.test(segment)) throw bad(`Cannot create field '${segment}' in an array`)
  return Number(segment)
}

/** No path twice, none below another, `_id` never, and no empty or positional step. */
function refuseConflicts(update: Fields): void {
  const paths: string[] = []
  for (const [name, fields] of Object.entries(update)) {
    for (const [path, operand] of Object.entries(isFields(fields) ? fields : {})) {
      paths.push(path)
      if (name === '$rename' && typeof operand === 'string') paths.push(operand)
    }
  }
  for (const [at, path] of paths.entries()) {
    const segments = path.split('.')
    if (segments.includes('')) throw bad(`The update path '${path}' contains an empty field name`)
    if (segments[0] === '_id')
      throw bad(`Performing an update on the path '_id' would modify the immutable field '_id'`)
    if (segments.some((segment) => segment.startsWith('$')))
      throw new SandboxUnsupportedError(`the positional update path '${path}'`, 'D-CL-03')
    const clash = paths.some(
      (other, index) => index !== at && (other === path || other.startsWith(`${path}.`)),
    )
    if (clash) throw bad(`Updating the path '${path}' would create a conflict at '${path}'`)
  }
}

function push(items: unknown[], operand: unknown): unknown[] {
  const spec = isFields(operand) && '$each' in operand ? operand : { $each: [operand] }
  if (!Array.isArray(spec.$each)) throw bad('The argument to $each in $push must be an array')
  const position = spec.$position === undefined ? items.length : Number(spec.$position)
  const result = [...items]
  result.splice(position, 0, ...spec.$each.map(cloneValue))
  if (spec.$sort !== undefined) sortItems(result, spec.$sort)
  if (spec.$slice === undefined) return result
  const slice = Number(spec.$slice)
  if (!Number.isInteger(slice)) throw bad('The value for $slice must be an integer value')
  if (slice === 0) return []
  return slice < 0 ? result.slice(slice) : result.slice(0, slice)
}

function sortItems(items: unknown[], sort: unknown): void {
  const keys = isFields(sort) ? Object.entries(sort) : []
  const at = (value: unknown, path: string): unknown =>
    path.split('.').reduce<unknown>((held, step) => (isFields(held) ? held[step] : undefined), value)
  items.sort((left, right) => {
    if (keys.length === 0) return compare(left, right) * Number(sort)
    for (const [path, direction] of keys) {
      const order = compare(at(left, path), at(right, path)) * Number(direction)
      if (order !== 0) return order
    }
    return 0
  })
}

function bitwise(before: number, operand: unknown): number {
  if (!isFields(operand)) throw bad('$bit requires {and|or|xor: integer}')
  let value = before
  for (const [name, mask] of Object.entries(operand)) {
    const bits = amount('$bit', mask)
    if (name === 'and') value &= bits
    else if (name === 'or') value |= bits
    else if (name === 'xor') value ^= bits
    else throw bad(`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`)
  }
  return value
}

function numberAt(operator: string, before: unknown, path: string): number {
  if (typeof before === 'number') return before
  throw bad(`Cannot apply ${operator} to a value of non-numeric type: '${path}'`)
}

/** Only a field that is not there counts as 0; null is a value of the wrong type. */
const missing = (before: unknown): unknown => (before === undefined ? 0 : before)

function amount(operator: string, operand: unknown): number {
  if (typeof operand === 'number') return operand
  throw bad(`Cannot ${operator.slice(1)} with non-numeric argument`)
}

function arrayAt(operator: string, before: unknown, path: string): unknown[] | undefined {
  if (before === undefined || Array.isArray(before)) return before
  throw bad(`Cannot apply ${operator} to a non-array field '${path}'`)
}

const bad = (message: string): CloudError => new CloudError('DATABASE_REQUEST_FAILED', message)
