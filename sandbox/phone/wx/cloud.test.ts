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
  await expect(Promise.resolve(cloudOf().callFunction({ name: 'token' }))).rejects.toMatchObject({
    errCode: -1,
    errMsg: expect.stringMatching(/please call wx.cloud.init first/),
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
  expect(
    await api.callFunction({ name: 'token', data: { action: 'issue', nothing: undefined } }),
  ).toStrictEqual({
    result: { ok: true },
    requestID: 'r1',
    errMsg: 'cloud.callFunction:ok',
  })
  expect(asked).toStrictEqual(['cloud.callFunction', { name: 'token', data: { action: 'issue' } }])
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
  expect(told.errCode).toBe(-501000)
  expect(told.errMsg).toBe(failure.errMsg)
})

test('a call without a name fails by itself', async () => {
  const api = cloudOf()
  api.init()
  await expect(Promise.resolve(api.callFunction({}))).rejects.toMatchObject({
    errMsg: expect.stringMatching(/parameter.name should be string/),
  })
})

test('containers of the client refuse with their row, and there is no database before init', async () => {
  const api = cloudOf()
  await expect(api.callContainer({})).rejects.toMatchObject({
    errMsg: expect.stringMatching(/^cloud.callContainer:fail .*D-WX-51/),
  })
  expect(() => api.database()).toThrow(
    expect.objectContaining({ errMsg: expect.stringMatching(/please call wx.cloud.init first/) }),
  )
})
