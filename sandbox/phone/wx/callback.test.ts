import assert from 'node:assert/strict'
import { AppSuspension } from '../runtime/app-suspension.ts'
import { asyncApi, WxFailure } from './callback.ts'

const quiet = { reportError: (error: unknown) => assert.fail(String(error)), suspension: new AppSuspension() }
const failing = (error: Error) => () => {
  throw error
}

test('without callbacks a call answers by Promise, with errMsg NAME:ok', async () => {
  const call = asyncApi(quiet, 'getThing', () => ({ thing: 1 }))
  expect(await call()).toStrictEqual({ thing: 1, errMsg: 'getThing:ok' })
  expect(await call({})).toStrictEqual({ thing: 1, errMsg: 'getThing:ok' })
})

for (const role of ['success', 'complete'] as const) {
  test(`with ${role} there is no Promise, and the callback comes in a later task`, async () => {
    const call = asyncApi(quiet, 'getThing', () => ({ thing: 1 }))
    let told: unknown
    const later = new Promise((resolve) => {
      const returned = call({
        [role]: (result: unknown) => {
          told = result
          resolve(result)
        },
      })
      expect(returned).toBeUndefined()
    })
    expect(told).toBeUndefined()
    expect(await later).toStrictEqual({ thing: 1, errMsg: 'getThing:ok' })
  })
}

test('a failure reaches fail and complete with the vendor fields beside errMsg', async () => {
  const call = asyncApi(quiet, 'connect', failing(new WxFailure('url not in domain list', { errno: 600002 })))
  const told: unknown[] = []
  await new Promise<void>((resolve) => {
    call({
      fail: (error) => told.push(error),
      complete: (error) => {
        told.push(error)
        resolve()
      },
    })
  })
  const expected = { errMsg: 'connect:fail url not in domain list', errno: 600002 }
  expect(told).toStrictEqual([expected, expected])
})

test('a text that already says NAME:fail is not said twice', async () => {
  const call = asyncApi(quiet, 'navigateTo', failing(new Error('navigateTo:fail page "x" is not found')))
  await expect(Promise.resolve(call())).rejects.toMatchObject({
    errMsg: 'navigateTo:fail page "x" is not found',
  })
})

test('a live context has no Promise form', () => {
  const call = asyncApi(quiet, 'operateLivePusher', () => undefined, { promise: false })
  expect(call()).toBeUndefined()
})

test('an error thrown by a callback is reported as the app’s own, and complete still runs', async () => {
  const reported: unknown[] = []
  const call = asyncApi(
    { ...quiet, reportError: (error) => reported.push(error) },
    'getThing',
    () => undefined,
  )
  const broken = new Error('in the app')
  await new Promise<void>((resolve) => {
    call({ success: failing(broken), complete: () => resolve() })
  })
  expect(reported).toStrictEqual([broken])
})
