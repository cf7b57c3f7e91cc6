import assert from 'node:assert/strict'
import { ConfigError, readConfig } from './config'

const env = {
  ZEGO_APP_ID: '1000000001',
  ZEGO_SERVER_SECRET: 'fa94dd0f974cf2e293728a526b028271',
  USER_ID_SECRET: 'sixteen or more characters',
}

test('without an address the server API of ZEGO is meant', () => {
  expect(readConfig({ ...env, ZEGO_SERVER_API: '' })).toStrictEqual({
    zegoAppID: 1000000001,
    zegoServerSecret: env.ZEGO_SERVER_SECRET,
    zegoServerApi: 'https://rtc-api.zego.im',
    userIDSecret: env.USER_ID_SECRET,
    callbackSecret: null,
    setupCodeSha256: null,
  })
})

test('the secrets of callbacks and of the setup code are taken when they are there', () => {
  const SETUP_CODE_SHA256 = 'Ab'.repeat(32)
  const config = readConfig({ ...env, ZEGO_CALLBACK_SECRET: 'theirs', SETUP_CODE_SHA256 })
  expect([config.callbackSecret, config.setupCodeSha256]).toStrictEqual(['theirs', SETUP_CODE_SHA256])
})

const WRONG: [what: string, env: Record<string, string | undefined>, names: string[]][] = [
  ['nothing', {}, ['ZEGO_APP_ID', 'ZEGO_SERVER_SECRET', 'USER_ID_SECRET']],
  ['no app ID', { ...env, ZEGO_APP_ID: undefined }, ['ZEGO_APP_ID']],
  ['an empty secret', { ...env, ZEGO_SERVER_SECRET: '' }, ['ZEGO_SERVER_SECRET']],
  ['a secret of another length', { ...env, ZEGO_SERVER_SECRET: 'short' }, ['ZEGO_SERVER_SECRET']],
  ['an app ID that is no number', { ...env, ZEGO_APP_ID: '1e9' }, ['ZEGO_APP_ID']],
  ['an address that is none', { ...env, ZEGO_SERVER_API: 'rtc-api' }, ['ZEGO_SERVER_API']],
  ['a guessable user ID secret', { ...env, USER_ID_SECRET: '123' }, ['USER_ID_SECRET']],
  ['half a hash', { ...env, SETUP_CODE_SHA256: 'ab'.repeat(16) }, ['SETUP_CODE_SHA256']],
]

for (const [what, wrong, names] of WRONG) {
  test(`with ${what} set the error names the variable and no value`, () => {
    assert.throws(
      () => readConfig(wrong),
      (error) => {
        assert.ok(error instanceof ConfigError)
        expect(error.variables).toStrictEqual(names)
        for (const value of Object.values(wrong)) if (value) expect(error.message).not.toContain(value)
        return true
      },
    )
  })
}
