import assert from 'node:assert/strict'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { aStudio } from '../../support/a-studio.ts'
import { settle } from '../../support/fakes.ts'

let studio: ReturnType<typeof aStudio>
beforeEach(() => {
  studio = aStudio()
})

const stranger = (claimable: boolean) => {
  studio.cloud.answers['studio.open'] = () => ({ role: 'none', claimable, room: null, serverTime: 0 })
}

test('the owner is asked for camera and microphone at once', async () => {
  await studio.open()
  expect(studio.store.phase).toBe('ready')
  expect(studio.world.devicesAsked).toBe(1)
})

test('a stranger reads whose place this is, is led home, and no camera is asked for', async () => {
  stranger(false)
  await studio.open()
  const { phase, errorView } = studio.store
  expect([phase, errorView?.title, errorView?.action]).toStrictEqual([
    'checking',
    '这里是主播开播的地方',
    'home',
  ])
  expect(studio.world.devicesAsked).toBe(0)
})

test('in a shop without an owner the setup code is asked for, and with the right one the door opens', async () => {
  stranger(true)
  await studio.open()
  expect(studio.store.phase).toBe('claim')
  const { claim } = studio.store.access
  await studio.store.access.submitCode()
  expect(claim.error).toBe('把开店码填进来')

  studio.cloud.answers['studio.claim'] = () => Promise.reject(new AppError('WRONG_CODE'))
  claim.setCode('1111-2222')
  await studio.store.access.submitCode()
  expect([studio.store.phase, claim.error]).toStrictEqual(['claim', '开店码不对，看清楚再输一次'])

  studio.cloud.answers['studio.claim'] = () => ({ role: 'owner' })
  studio.cloud.answers['studio.open'] = () => ({ role: 'owner', claimable: false, room: null, serverTime: 0 })
  claim.setCode('right')
  expect(claim.error).toBe('')
  await Promise.all([studio.store.access.submitCode(), studio.store.access.submitCode()])
  assert.equal(
    studio.cloud.count('studio.claim'),
    2,
    'a second tap while the code is checked is no second try',
  )
  expect(studio.store.phase).toBe('ready')
})

test('whoever comes second with the code is told that the shop has its owner', async () => {
  stranger(true)
  await studio.open()
  studio.cloud.answers['studio.claim'] = () => Promise.reject(new AppError('ALREADY_CLAIMED'))
  studio.store.access.claim.setCode('right')
  await studio.store.access.submitCode()
  expect(studio.store.errorView?.title).toBe('这里是主播开播的地方')
})

test('the privacy guideline comes before the camera, and only while it has to be agreed to', async () => {
  studio.world.contract = '《开播隐私保护指引》'
  await studio.open()
  expect([studio.store.phase, studio.store.access.contract]).toStrictEqual([
    'privacy',
    '《开播隐私保护指引》',
  ])
  expect(studio.world.devicesAsked).toBe(0)
  await studio.store.access.agreed()
  expect(studio.store.phase).toBe('ready')
})

test('a refused camera is a state, and giving it later opens the studio', async () => {
  studio.world.missing = 'camera'
  await studio.open()
  expect(studio.store.phase).toBe('no-permission')
  expect(studio.store.access.missingView?.title).toBe('没有相机权限')
  await studio.store.access.checkDevices()
  expect(studio.store.phase).toBe('no-permission')
  studio.world.missing = null
  await studio.store.access.checkDevices()
  expect(studio.store.phase).toBe('ready')
})

test('without network the studio says so, and one tap knocks again', async () => {
  const answer = studio.cloud.answers['studio.open']
  studio.cloud.answers['studio.open'] = () => Promise.reject(new AppError('NETWORK'))
  await studio.open()
  expect([studio.store.errorView?.title, studio.store.errorView?.action]).toStrictEqual(['没连上网', 'retry'])
  studio.cloud.answers['studio.open'] = answer
  await studio.store.solve('retry')
  expect([studio.store.phase, studio.store.error]).toStrictEqual(['ready', null])
})

test('who has left is asked for nothing when the answer comes late', async () => {
  let answer: () => void = () => {}
  studio.cloud.answers['studio.open'] = () =>
    new Promise((resolve) => {
      answer = () => resolve({ role: 'owner', claimable: false, room: null, serverTime: 0 })
    })
  const opening = studio.open()
  await settle()
  await studio.store.leave()
  answer()
  await opening
  expect(studio.world.devicesAsked).toBe(0)
})
