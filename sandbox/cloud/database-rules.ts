import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { readJsonFile } from '../read-json-file.ts'
import { type Fields, isFields } from './ejson.ts'

const OPERATIONS = ['read', 'create', 'update', 'delete'] as const
export type RuleOperation = (typeof OPERATIONS)[number]

/** Fields that a query must fix to these values, or that a new document must have; `false` = never. */
type Rule = false | readonly Condition[]

interface Condition {
  readonly field: string
  /** null = the caller's openid. */
  readonly value: { readonly literal: unknown } | null
}

export type DatabaseRules = ReadonlyMap<string, Readonly<Record<RuleOperation, Rule>>>

const expression = z.union([z.boolean(), z.string()]).optional()
const fileSchema = z.record(
  z.string(),
  z.strictObject({
    read: expression,
    write: expression,
    create: expression,
    update: expression,
    delete: expression,
  }),
)

const CONDITION =
  /^(doc\.[\w.]+|auth\.openid)\s*={2,3}\s*(doc\.[\w.]+|auth\.openid|'[^']*'|"[^"]*"|-?\d+|true|false)$/

/** What a new collection has: its creator reads and writes. */
const OWN: Rule = [{ field: '_openid', value: null }]
const DEFAULT = { read: OWN, create: OWN, update: OWN, delete: OWN }

/**
 * Rules of a project, one object for each collection (docs.cloudbase.net/database/security-rules). Understood are true,
 * false, `auth != null`, `doc.field == auth.openid` and `doc.field == literal`, joined by &&; anything else is an error
 * of the project (D-CL-22). Throws SandboxError BAD_PROJECT.
 */
export function readDatabaseRules(file: string): DatabaseRules {
  return new Map(
    Object.entries(readJsonFile(file, fileSchema)).map(([collection, { write, ...own }]) => {
      const rule = (operation: RuleOperation) =>
        parseRule(
          own[operation] ?? (operation === 'read' ? false : (write ?? false)),
          `${file}: ${collection}`,
        )
      return [
        collection,
        { read: rule('read'), create: rule('create'), update: rule('update'), delete: rule('delete') },
      ]
    }),
  )
}

/**
 * Whether `fields` (a query, or a new document) stays within the rule: WeChat checks that the query is a subset of the
 * rule, before it looks at any document.
 */
export function isWithin(
  rules: DatabaseRules,
  collection: string,
  operation: RuleOperation,
  fields: Fields,
  openid: string,
): boolean {
  const rule = (rules.get(collection) ?? DEFAULT)[operation]
  if (rule === false) return false
  return rule.every(({ field, value }) => {
    const given = Object.hasOwn(fields, field) ? fields[field] : undefined
    const fixed = isFields(given) && Object.keys(given).length === 1 && '$eq' in given ? given.$eq : given
    return fixed === (value === null ? openid : value.literal)
  })
}

function parseRule(given: boolean | string, where: string): Rule {
  if (typeof given === 'boolean') return given ? [] : false
  const conditions: Condition[] = []
  for (const part of given.split('&&').map((text) => text.trim())) {
    if (part === 'false') return false
    // Every phone of a sandbox is logged in.
    if (part === 'true' || /^auth(?:\.openid)?\s*!={1,2}\s*null$/.test(part)) continue
    const [, left = '', right = ''] = CONDITION.exec(part) ?? []
    const [doc, other] = left.startsWith('doc.') ? [left, right] : [right, left]
    if (!doc.startsWith('doc.') || other.startsWith('doc.'))
      throw new SandboxError('BAD_PROJECT', `${where}: the rule "${given}" is not understood here (D-CL-22)`)
    conditions.push({
      field: doc.slice('doc.'.length),
      value: other === 'auth.openid' ? null : { literal: JSON.parse(other.replaceAll("'", '"')) },
    })
  }
  return conditions
}
