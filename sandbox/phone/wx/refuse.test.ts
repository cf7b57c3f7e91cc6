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
  await expect(Promise.resolve((wx.chooseVideo as Call)({}))).rejects.toMatchObject({
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
  expect(told).toStrictEqual([{ errMsg: 'openBluetoothAdapter:fail not supported in the sandbox (D-WX-40)' }])
})

test('a known synchronous API that is not imitated throws with its row', () => {
  const wx = createWx(fakePhone().phone)
  expect(() => (wx.getFileSystemManager as Call)()).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED', id: 'D-WX-41' }),
  )
  expect(() => (wx.onCompassChange as Call)()).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED', id: 'D-WX-40' }),
  )
})

test('a name that WeChat does not have is undefined', () => {
  expect(createWx(fakePhone().phone).noSuchThing).toBeUndefined()
})

test('a name newer than the phone’s base library is undefined, as on an old phone', () => {
  const old = createWx(fakePhone({ SDKVersion: '2.2.0' }).phone)
  expect(old.getWindowInfo).toBeUndefined()
  expect(old.onNeedPrivacyAuthorization).toBeUndefined()
  expect(typeof old.getSystemInfoSync).toBe('function')
  expect(typeof old.createLivePusherContext).toBe('function')
})

test('canIUse says no to what refuses', () => {
  const wx = createWx(fakePhone().phone)
  const canIUse = wx.canIUse as (schema: string) => boolean
  expect(canIUse('chooseVideo')).toBe(false)
  expect(canIUse('showModal')).toBe(true)
  expect(canIUse('canIUse')).toBe(true)
  expect(canIUse('live-player.object-fit')).toBe(true)
  expect(canIUse('map')).toBe(false)
})
