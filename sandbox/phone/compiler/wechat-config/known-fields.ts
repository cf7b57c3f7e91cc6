import { readFileSync } from 'node:fs'
import { z } from 'zod'

export interface FieldProblem {
  /** Where in the JSON. */
  readonly path: readonly (string | number)[]
  readonly message: string
  /** A key that WeChat does not know. Its compiler lets these pass and phones ignore them. */
  readonly unknown: boolean
}

const schemaOf = (name: string) =>
  z.fromJSONSchema(JSON.parse(readFileSync(new URL(`./${name}.schema.json`, import.meta.url), 'utf8')))

const SCHEMAS = { app: schemaOf('app'), page: schemaOf('page') }

/** What WeChat's own schema says against an app.json, or against the JSON of a page or component. */
export function fieldProblems(kind: keyof typeof SCHEMAS, json: unknown): FieldProblem[] {
  const parsed = SCHEMAS[kind].safeParse(json)
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => described(issue))
}

function described(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol')
  const at = (message: string): FieldProblem[] => [
    { path, unknown: false, message: `${inBrackets(path)} ${message}` },
  ]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        unknown: true,
        message: `${inBrackets([...path, key])} is not a key that WeChat knows`,
      }))
    case 'invalid_value':
      return at(`field needs to be ${issue.values.join(',')}`)
    case 'invalid_type':
      return at(
        issue.input === undefined && issue.message.endsWith('received undefined')
          ? 'should not be empty'
          : `field needs to be ${issue.expected}`,
      )
    default:
      return at(`is not what WeChat takes: ${issue.message}`)
  }
}

/** As WeChat's compiler names a place: `["window"]["navigationStyle"]`. */
export const inBrackets = (path: readonly (string | number)[]): string =>
  path.map((key) => `[${JSON.stringify(key)}]`).join('')
