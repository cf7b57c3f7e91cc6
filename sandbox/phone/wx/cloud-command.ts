/** `db.command` as a phone's app uses it: operators become those of MongoDB, as in wx-server-sdk 4.0.2. */
type Operators = Readonly<Record<string, unknown>>

/** `_.gt(1)`, `_.gt(1).and(_.lt(5))`, `_.or([...])`: how a field, or the whole query, has to be. */
export class QueryCommand {
  readonly kind: 'field' | 'and' | 'or' | 'nor' | 'not'
  readonly operators: Operators
  readonly parts: readonly unknown[]

  constructor(kind: QueryCommand['kind'], operators: Operators, parts: readonly unknown[] = []) {
    this.kind = kind
    this.operators = operators
    this.parts = parts
  }

  and(...others: unknown[]): QueryCommand {
    return new QueryCommand('and', {}, [this, ...others.flat()])
  }

  or(...others: unknown[]): QueryCommand {
    return new QueryCommand('or', {}, [this, ...others.flat()])
  }
}

/** `_.inc(1)`: what happens to a field. */
export class UpdateCommand {
  readonly operator: string
  readonly value: unknown

  constructor(operator: string, value: unknown) {
    this.operator = operator
    this.value = value
  }
}

/** `db.serverDate({offset})`, ms. */
export class ServerDate {
  readonly offset: number

  constructor(offset: number) {
    this.offset = offset
  }
}

const field = (operator: string) => (value: unknown) => new QueryCommand('field', { [operator]: value })
const update = (operator: string) => (value: unknown) => new UpdateCommand(operator, value)
const logic =
  (kind: 'and' | 'or' | 'nor') =>
  (...parts: unknown[]) =>
    new QueryCommand(kind, {}, parts.flat())

export const command = {
  eq: field('$eq'),
  neq: field('$ne'),
  lt: field('$lt'),
  lte: field('$lte'),
  gt: field('$gt'),
  gte: field('$gte'),
  in: field('$in'),
  nin: field('$nin'),
  exists: field('$exists'),
  size: field('$size'),
  all: field('$all'),
  elemMatch: field('$elemMatch'),
  mod: (divisor: number, remainder: number) => new QueryCommand('field', { $mod: [divisor, remainder] }),
  and: logic('and'),
  or: logic('or'),
  nor: logic('nor'),
  not: (part: unknown) => new QueryCommand('not', {}, [part]),
  set: update('$set'),
  remove: () => new UpdateCommand('$unset', ''),
  inc: update('$inc'),
  mul: update('$mul'),
  min: update('$min'),
  max: update('$max'),
  rename: update('$rename'),
  push: (values: unknown) => new UpdateCommand('$push', { $each: [values].flat() }),
  unshift: (values: unknown) => new UpdateCommand('$push', { $each: [values].flat(), $position: 0 }),
  pop: () => new UpdateCommand('$pop', 1),
  shift: () => new UpdateCommand('$pop', -1),
  pull: update('$pull'),
  addToSet: (values: unknown) =>
    new UpdateCommand('$addToSet', Array.isArray(values) ? { $each: values } : values),
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value))

/** The query that `where()` was given, as MongoDB reads it. */
export function queryOf(where: unknown): Record<string, unknown> {
  if (where instanceof QueryCommand) return logicOf(where, queryOf)
  const query: Record<string, unknown> = {}
  const also: unknown[] = []
  for (const [name, value] of flat(where)) {
    if (value instanceof QueryCommand && value.kind !== 'field') also.push(onField(name, value))
    else query[name] = value instanceof QueryCommand ? value.operators : value
  }
  return also.length === 0 ? query : { ...query, $and: also }
}

function logicOf(
  { kind, parts }: QueryCommand,
  part: (one: unknown) => Record<string, unknown>,
): Record<string, unknown> {
  return { [`$${kind === 'not' ? 'nor' : kind}`]: parts.map(part) }
}

/** `{a: _.gt(1).and(_.lt(5))}` → `{$and: [{a: {$gt: 1}}, {a: {$lt: 5}}]}` */
function onField(name: string, part: unknown): Record<string, unknown> {
  if (!(part instanceof QueryCommand)) return { [name]: part }
  return part.kind === 'field' ? { [name]: part.operators } : logicOf(part, (one) => onField(name, one))
}

/** `update({data})`: plain values are set, nested objects by their paths. */
export function updateOf(data: unknown): Record<string, Record<string, unknown>> {
  const operators: Record<string, Record<string, unknown>> = {}
  for (const [name, value] of flat(data)) {
    const [operator, argument] =
      value instanceof UpdateCommand ? [value.operator, value.value] : ['$set', value]
    operators[operator] = { ...operators[operator], [name]: argument }
  }
  return operators
}

/** `{a: {b: 1}}` → `[['a.b', 1]]`; arrays and commands are leaves. */
function flat(value: unknown, path = ''): [string, unknown][] {
  if (!isPlain(value)) return []
  return Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    const name = path === '' ? key : `${path}.${key}`
    return isPlain(child) && Object.keys(child).length > 0 ? flat(child, name) : [[name, child]]
  })
}

/** JSON text in which dates and regular expressions are EJSON (bson), as the cloud reads it. */
export function ejsonOf(value: unknown): string {
  return JSON.stringify(wire(value))
}

function wire(value: unknown): unknown {
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } }
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } }
  if (value instanceof ServerDate) return { $tcb_server_date: { offset: value.offset } }
  if (Array.isArray(value)) return value.map(wire)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, wire(child)]))
}

/** A document of the cloud: relaxed EJSON, of which only dates are no JSON. */
export function documentOf(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    isPlain(value) && '$date' in value ? new Date(value.$date as string) : value,
  )
}
