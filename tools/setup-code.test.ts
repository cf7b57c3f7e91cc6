import assert from 'node:assert/strict'
import { isSetupCode } from '../cloudfunctions/lib/members/setup-code.ts'
import { makeSetupCode } from './setup-code.mjs'

test('the cloud takes the code that was printed, however it is typed, and no other', () => {
  const { code, sha256 } = makeSetupCode()
  expect(code).toMatch(/^(?:[0-9a-f]{4}-){7}[0-9a-f]{4}$/)
  for (const typed of [code, code.toUpperCase(), code.replaceAll('-', ' ')])
    assert.ok(isSetupCode(typed, sha256))
  expect(isSetupCode(makeSetupCode().code, sha256)).toBe(false)
})
