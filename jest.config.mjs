/**
 * Jest runs every test in plain Node (docs/decisions/0002-jest.md): reused child processes, real ES modules, no VM
 * context. `npx jest PATH` runs one file; `npm test` runs all in the order of tools/test.mjs.
 */

import 'tsx'

// The workers load TypeScript as it stands; they inherit this process's environment.
const TSX = '--import tsx'
const { NODE_OPTIONS = '' } = process.env
if (!NODE_OPTIONS.includes(TSX)) process.env.NODE_OPTIONS = `${NODE_OPTIONS} ${TSX}`.trim()

export default {
  runner: 'jest-light-runner/child-process',
  testMatch: ['**/*.test.ts', '**/*.journey.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '/miniprogram_npm/', '/\\.sandbox/'],
  transform: {},
  setupFilesAfterEnv: ['<rootDir>/test/support/time-limit.ts'],
  maxWorkers: 2,
}
