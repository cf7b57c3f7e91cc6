import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { ConfigError } from '../config'
import { PAY_ENV } from '../testing/a-notice'
import { readPayConfig } from './pay-config'

const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const EC_PEM = EC.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

test('without a host WeChat Pay’s main one is asked; its standby may be named', () => {
  expect(readPayConfig(PAY_ENV).baseUrl).toBe('https://api.mch.weixin.qq.com')
  expect(readPayConfig({ ...PAY_ENV, WECHAT_PAY_HOST: 'api2.mch.weixin.qq.com' }).baseUrl).toBe(
    'https://api2.mch.weixin.qq.com',
  )
})

test('a PEM on one line, with \\n written out, is the same key', () => {
  const oneLine = {
    ...PAY_ENV,
    WECHAT_PAY_PRIVATE_KEY: PAY_ENV.WECHAT_PAY_PRIVATE_KEY.replaceAll('\n', '\\n'),
  }
  expect(readPayConfig(oneLine).privateKey.equals(readPayConfig(PAY_ENV).privateKey)).toBe(true)
})

const BAD: [variable: string, value: string, why: string][] = [
  ['WECHAT_PAY_HOST', 'api.mch.weixin.qq.com.evil.example', 'a host that begins like WeChat Pay’s'],
  ['WECHAT_PAY_HOST', '127.0.0.1:8080', 'this machine'],
  ['WECHAT_PAY_HOST', 'https://api.mch.weixin.qq.com', 'a URL'],
  ['WECHAT_PAY_HOST', 'api.mch.weixin.qq.com@evil.example', 'a host behind a user'],
  ['WECHAT_PAY_NOTIFY_URL', 'http://shop.example.com/pay-notify', 'no https'],
  ['WECHAT_PAY_NOTIFY_URL', 'https://shop.example.com/pay-notify?a=1', 'a query, which WeChat Pay refuses'],
  ['WECHAT_PAY_NOTIFY_URL', 'pay-notify', 'no address'],
  ['WECHAT_PAY_PRIVATE_KEY', 'MIIEvQ', 'no PEM'],
  ['WECHAT_PAY_PRIVATE_KEY', EC_PEM, 'no RSA key'],
  ['WECHAT_PAY_PUBLIC_KEY', '', 'missing'],
  ['WECHAT_PAY_PUBLIC_KEY_ID', '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', 'a certificate’s serial'],
  ['WECHAT_PAY_API_V3_KEY', 'short', 'not 32 bytes'],
  ['WECHAT_PAY_CERT_SERIAL', 'x', 'no serial'],
  ['WECHAT_PAY_MCHID', 'shop', 'no number'],
  ['WECHAT_PAY_APPID', '', 'missing'],
]
for (const [variable, value, why] of BAD) {
  test(`${variable} = ${why}: refused by name, and the value is not told`, () => {
    assert.throws(
      () => readPayConfig({ ...PAY_ENV, [variable]: value }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError)
        expect(error.variables).toStrictEqual([variable])
        assert.ok(value.length < 6 || !String(error.stack).includes(value))
        return true
      },
    )
  })
}
