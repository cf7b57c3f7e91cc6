/**
 * jest-light-runner has no time limits: a test that never ends would hold the whole run. Each test and hook gets one
 * here; the last argument, in ms, is another, as in Jest.
 */
const LIMIT_MS = 300_000

type Run = () => unknown
type Declare = (...args: unknown[]) => unknown

for (const name of ['test', 'beforeAll', 'beforeEach', 'afterEach', 'afterAll'] as const) {
  const declare = globalThis[name] as unknown as Declare
  const limited: Declare = (...args) =>
    declare(...args.map((arg) => (typeof arg === 'function' ? within(arg as Run, limitIn(args)) : arg)))
  Object.assign(globalThis, { [name]: Object.assign(limited, declare) })
}
globalThis.it = globalThis.test

function limitIn(args: readonly unknown[]): number {
  const last = args.at(-1)
  return typeof last === 'number' ? last : LIMIT_MS
}

/** No parameters: the runner takes a function with one for the callback style. */
function within(run: Run, limitMs: number): Run {
  return async () => {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`still running after ${limitMs} ms`)), limitMs)
    })
    try {
      return await Promise.race([run(), tooLate])
    } finally {
      clearTimeout(timer)
    }
  }
}
