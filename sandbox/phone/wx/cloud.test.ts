import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PhoneRuntime } from '../runtime/phone-runtime.ts'
import { cloud } from './cloud.ts'
import { fakePhone } from './testing/fake-phone.ts'

interface Cloud {
  init(options?: object): void
  callFunction(options?: object): Promise<unknown> | undefined
  callContainer(options?: object): Promise<unknown>
  database(): unknown
}

const cloudOf = (request?: PhoneRuntime['link']['request']) =>
  cloud(fakePhone({ request }).phone).cloud as Cloud

test('a function cannot be called before init', async () => {
  await assert.rejects(Promise.resolve(cloudOf().callFunction({ name: 'token' })), {
    errCode: -1,
    errMsg: /please call wx.cloud.init first/,
  })
})

test('the answer of a function comes with requestID and errMsg', async () => {
  const asked: unknown[] = []
  const request = ((method: string, params: unknown) => {
    asked.push(method, params)
    return Promise.resolve({ result: { ok: true }, requestID: 'r1' })
  }) as unknown as PhoneRuntime['link']['request']
  const api = cloudOf(request)
  api.init({ env: 'any' })
  assert.deepEqual(await api.callFunction({ name: 'token', data: { action: 'issue', nothing: undefined } }), {
    result: { ok: true },
    requestID: 'r1',
    errMsg: 'cloud.callFunction:ok',
  })
  assert.deepEqual(asked, ['cloud.callFunction', { name: 'token', data: { action: 'issue' } }])
})

test('the vendor error of a function reaches fail with code and text', async () => {
  const failure = Object.assign(new Error('x'), {
    errCode: -501000,
    errMsg:
      'cloud.callFunction:fail Error: errCode: -501000  | errMsg: FunctionName parameter could not be found.',
  })
  const api = cloudOf(() => Promise.reject(failure))
  api.init()
  const told = await new Promise<{ errCode: number; errMsg: string }>((resolve) => {
    api.callFunction({ name: 'nowhere', fail: resolve })
  })
  assert.equal(told.errCode, -501000)
  assert.equal(told.errMsg, failure.errMsg)
})

test('a call without a name fails by itself', async () => {
  const api = cloudOf()
  api.init()
  await assert.rejects(Promise.resolve(api.callFunction({})), { errMsg: /parameter.name should be string/ })
})

test('containers of the client refuse with their row, and there is no database before init', async () => {
  const api = cloudOf()
  await assert.rejects(api.callContainer({}), { errMsg: /^cloud.callContainer:fail .*D-WX-51/ })
  assert.throws(() => api.database(), { errMsg: /please call wx.cloud.init first/ })
})
