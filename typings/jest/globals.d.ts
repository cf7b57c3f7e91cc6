/**
 * What jest-light-runner puts on the global object (its src/global-setup.js). `import … from '@jest/globals'` is for
 * Jest's own runner only and throws here; its types are the same.
 */
import type * as jestGlobals from '@jest/globals'

declare global {
  const expect: typeof jestGlobals.expect
  const test: typeof jestGlobals.test
  const it: typeof jestGlobals.it
  const describe: typeof jestGlobals.describe
  const beforeAll: typeof jestGlobals.beforeAll
  const beforeEach: typeof jestGlobals.beforeEach
  const afterEach: typeof jestGlobals.afterEach
  const afterAll: typeof jestGlobals.afterAll
  /** The part of it that this runner has. */
  const jest: Pick<
    typeof jestGlobals.jest,
    'fn' | 'spyOn' | 'useFakeTimers' | 'useRealTimers' | 'advanceTimersByTime' | 'setSystemTime'
  >
}
