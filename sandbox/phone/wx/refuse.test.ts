import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BuiltIn } from '../runtime/phone-runtime.ts'
import { assembleWx } from './assemble.ts'
import { type FakePhone, fakePhone } from './testing/fake-phone.ts'

type Call = (options?: object) => unknown

const PLAYER: BuiltIn = {
  tag: 'live-player',
  css: '',
  definition: () => ({ properties: { src: String, objectFit: String } }),
}

const createWx = (phone: FakePhone['phone']) => assembleWx(phone, [PLAYER])

test('a known asynchronous API that is not imitated rejects with its row', async () => {
  const wx = createWx(fakePhone().phone)
  await assert.rejects(Promise.resolve((wx.chooseVideo as Call)({})), {
    errMsg: 'chooseVideo:fail not supported in the sandbox (D-WX-41)',
  })
})

test('a known asynchronous API that is not imitated calls fail and complete', async () => {
  const wx = createWx(fakePhone().phone)
  const told: unknown[] = []
  await new Promise<void>((resolve) => {
    ;(wx.openBluetoothAdapter as Call)({
      fail: (error: unknown) => told.push(error),
      complete: () => resolve(),
    })
  })
  assert.deepEqual(told, [{ errMsg: 'openBluetoothAdapter:fail not supported in the sandbox (D-WX-40)' }])
})

test('a known synchronous API that is not imitated throws with its row', () => {
  const wx = createWx(fakePhone().phone)
  assert.throws(() => (wx.getFileSystemManager as Call)(), { code: 'UNSUPPORTED', id: 'D-WX-41' })
  assert.throws(() => (wx.onCompassChange as Call)(), { code: 'UNSUPPORTED', id: 'D-WX-40' })
})

test('a name that WeChat does not have is undefined', () => {
  assert.equal(createWx(fakePhone().phone).noSuchThing, undefined)
})

test('a name newer than the phone’s base library is undefined, as on an old phone', () => {
  const old = createWx(fakePhone({ SDKVersion: '2.2.0' }).phone)
  assert.equal(old.getWindowInfo, undefined)
  assert.equal(old.onNeedPrivacyAuthorization, undefined)
  assert.equal(typeof old.getSystemInfoSync, 'function')
  assert.equal(typeof old.createLivePusherContext, 'function')
})

test('canIUse says no to what refuses', () => {
  const wx = createWx(fakePhone().phone)
  const canIUse = wx.canIUse as (schema: string) => boolean
  assert.equal(canIUse('chooseVideo'), false)
  assert.equal(canIUse('showModal'), true)
  assert.equal(canIUse('canIUse'), true)
  assert.equal(canIUse('live-player.object-fit'), true)
  assert.equal(canIUse('map'), false)
})
