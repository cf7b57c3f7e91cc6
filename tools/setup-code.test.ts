import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSetupCode } from '../cloudfunctions/lib/members/setup-code.ts'
import { makeSetupCode } from './setup-code.mjs'

test('the cloud takes the code that was printed, however it is typed, and no other', () => {
  const { code, sha256 } = makeSetupCode()
  assert.match(code, /^(?:[0-9a-f]{4}-){7}[0-9a-f]{4}$/)
  for (const typed of [code, code.toUpperCase(), code.replaceAll('-', ' ')])
    assert.ok(isSetupCode(typed, sha256))
  assert.equal(isSetupCode(makeSetupCode().code, sha256), false)
})
