import assert from 'node:assert/strict'
import { isAppError } from '../../miniprogram/domain/errors'
import { readCaller } from './caller'

const context = (environment: unknown) => ({
  environment: typeof environment === 'string' ? environment : JSON.stringify(environment),
})

test('a caller is who the process and the call both name', () => {
  const caller = readCaller({ wxContext: { OPENID: 'oA' }, context: context({ WX_OPENID: 'oA' }) })
  expect(caller).toStrictEqual({ openid: 'oA' })
})

const NOBODY: [what: string, wxContext: unknown, context: unknown][] = [
  ['a caller left over from the call before', { OPENID: 'oA' }, context({})],
  ['another caller in the process than in the call', { OPENID: 'oA' }, context({ WX_OPENID: 'oB' })],
  ['a name in the call alone', {}, context({ WX_OPENID: 'oA' })],
  ['an empty name in both', { OPENID: '' }, context({ WX_OPENID: '' })],
  ['no name in either', {}, context({})],
  ['a number, which is no openid', { OPENID: 42 }, context({ WX_OPENID: 42 })],
  ['a call without an environment', { OPENID: 'oA' }, {}],
  ['a call without a context', { OPENID: 'oA' }, undefined],
  ['an environment that is not JSON', { OPENID: 'oA' }, context('WX_OPENID=oA')],
  ['an environment that is JSON null', { OPENID: 'oA' }, context('null')],
]

for (const [what, wxContext, context] of NOBODY) {
  test(`nobody is signed in with ${what}`, () => {
    assert.throws(
      () => readCaller({ wxContext, context }),
      (error) => isAppError(error, 'NOT_SIGNED_IN'),
    )
  })
}
