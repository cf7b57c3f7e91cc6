import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fillFunctionEnv } from './function-env.ts'

const placeholders = { 'zego.appID': () => '7' }
const secret = (name: string) => `secret of ${name}`

describe('environment of cloud functions', () => {
  it('is filled from the sandbox', () => {
    assert.deepEqual(
      fillFunctionEnv(
        { A: '{zego.appID}', B: 'x-{secret.userID}', C: 'plain', D: '{not a name}' },
        placeholders,
        secret,
      ),
      { A: '7', B: 'x-secret of userID', C: 'plain', D: '{not a name}' },
    )
  })

  it('names a placeholder that nobody knows', () => {
    assert.throws(() => fillFunctionEnv({ A: '{zego.appId}' }, placeholders, secret), {
      code: 'BAD_PROJECT',
      message: /\{zego\.appId\} in functionEnv\.A.*zego\.appID, secret\.NAME/,
    })
  })
})
