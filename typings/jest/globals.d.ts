/**
 * What jest-light-runner puts on the global object (its src/global-setup.js). `import … from '@jest/globals'` is for
 * Jest's own runner only and throws here; its types are the same.
 */
import type * as jestGlobals from '@jest/globals'

declare global {
  var expect: typeof jestGlobals.expect
  var test: typeof jestGlobals.test
  var it: typeof jestGlobals.it
  var describe: typeof jestGlobals.describe
  var beforeAll: typeof jestGlobals.beforeAll
  var beforeEach: typeof jestGlobals.beforeEach
  var afterEach: typeof jestGlobals.afterEach
  var afterAll: typeof jestGlobals.afterAll
  /** The part of it that this runner has. */
  var jest: Pick<
    typeof jestGlobals.jest,
    'fn' | 'spyOn' | 'useFakeTimers' | 'useRealTimers' | 'advanceTimersByTime' | 'setSystemTime'
  >
}
