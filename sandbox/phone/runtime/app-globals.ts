import type { LogEntry } from '../link/link.ts'

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const
const MAX_TEXT = 10_000

/** `console` of app code: the browser's own, and every line also goes to the control page. */
export function createAppConsole(onEntry: (entry: LogEntry) => void): Console {
  const own = Object.create(console) as Record<string, unknown>
  for (const type of LEVELS) {
    own[type] = (...args: unknown[]) => {
      console[type](...args)
      onEntry({ type, args: args.map(loggable) })
    }
  }
  return own as unknown as Console
}

/** What of a logged value can cross the link: JSON, errors as their stack, the rest as text. */
export function loggable(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT)
  if (value instanceof Error) return value.stack ?? String(value)
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value)
  }
  try {
    const json = JSON.stringify(value)
    return json.length > MAX_TEXT ? `${json.slice(0, MAX_TEXT)}…` : JSON.parse(json)
  } catch {
    return String(value)
  }
}

/**
 * `Function` of app code. As on a phone no code is made from text; only `return this`, which libraries use to find the
 * global object, is answered, with the app's own. D-WX-04: `(() => {}).constructor` is the browser's all the same.
 */
export function createAppFunction(appGlobal: object): FunctionConstructor {
  const AppFunction = (...args: unknown[]) =>
    args.at(-1) === 'return this' ? () => appGlobal : () => undefined
  return new Proxy(Function, {
    apply: (_target, _this, args: unknown[]) => AppFunction(...args),
    construct: (_target, args: unknown[]) => AppFunction(...args),
  })
}
