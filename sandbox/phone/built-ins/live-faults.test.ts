import assert from 'node:assert/strict'
import { waitFor } from '../../../test/support/wait-for.ts'
import { inject } from '../../faults/testing/inject.ts'
import { heard, hears, setData } from '../wx/testing/fixture-phone.mts'
import { codesOf, type LivePhones, operate, startLivePhones, waitForCode } from './testing/live-phones.mts'

let live: LivePhones
beforeAll(async () => {
  live = await startLivePhones()
  await live.goOnAir('s1')
})
afterAll(async () => {
  await live?.stop()
})

const FAULTS = [
  { what: 'a lost camera', fault: 'cameraLost', begins: -1301, ends: 1003 },
  { what: 'a lost microphone', fault: 'micLost', begins: -1302, ends: 2027 },
  { what: 'a phone call', fault: 'call', begins: 5001, ends: null },
] as const

for (const { what, fault, begins, ends } of FAULTS) {
  test(`${what} is told by ${begins}, and the picture goes on afterwards`, async () => {
    const before = (await codesOf(live.anchor, 'pusher')).length
    const undo = await inject(live.fixture.phone, `phone.${fault}`, { phone: live.anchorID })
    await waitForCode(live.anchor, 'pusher', begins, before)
    await undo()
    if (ends !== null) await waitForCode(live.anchor, 'pusher', ends, before)
    await live.freshPicture()
  })
}

test('during a phone call a live cannot be started, and a viewer in a call sees without hearing', async () => {
  const call = (id: string) => inject(live.fixture.phone, 'phone.call', { phone: id })
  const hangUp = [await call(live.anchorID), await call(live.viewerID)]
  expect(await operate(live.anchor, 'Pusher', 'start')).toStrictEqual({
    errMsg: 'operateLivePusher:fail the user is in a call',
    errno: 1107001,
  })
  await waitForCode(live.viewer, 'player', 2032)
  const muted = () =>
    live.viewer.locator('wx-live-player video').evaluate((video) => (video as HTMLVideoElement).muted)
  expect(await muted()).toBe(true)
  for (const undo of hangUp) await undo()
  expect(await muted()).toBe(false)
})

test('a frozen publisher keeps its connection and sends nothing', async () => {
  const thaw = await inject(live.fixture.phone, 'publisher.freeze', { phone: live.anchorID })
  await waitForCode(live.viewer, 'player', 2007)
  expect(live.media.streams()).toHaveLength(1)
  await thaw()
  await live.freshPicture()
})

test('the anchor loses the network: 1102, then the picture is back with it', async () => {
  const before = (await codesOf(live.anchor, 'pusher')).length
  const undo = await inject(live.fixture.phone, 'network.off', { phone: live.anchorID })
  await waitForCode(live.anchor, 'pusher', 1102, before)
  await undo()
  await waitForCode(live.anchor, 'pusher', 1002, before)
  await live.freshPicture()
})

test('a viewer whose network changes reconnects by itself: 2103, then the picture', async () => {
  const before = (await codesOf(live.viewer, 'player')).length
  const undo = await inject(live.fixture.phone, 'network.switch', { phone: live.viewerID, to: '4g' })
  await waitForCode(live.viewer, 'player', 2103, before)
  await live.freshPicture()
  await undo()
  await live.freshPicture()
})

test('torch, microphone volume and loudness', async () => {
  expect((await operate(live.anchor, 'Pusher', 'toggleTorch')).errMsg).toBe(
    'operateLivePusher:fail no torch beside the front camera',
  )
  await setData(live.anchor, { facing: 'back' })
  expect((await operate(live.anchor, 'Pusher', 'toggleTorch')).errMsg).toBe('operateLivePusher:ok')
  assert.ok((await hears(live.anchor, 'audiovolumenotify', 'pusher')).detail.volume !== undefined)
  await operate(live.anchor, 'Pusher', 'setMICVolume', { volume: 0 })
  await waitFor(
    async () =>
      (await heard(live.anchor)).findLast(({ type }) => type === 'audiovolumenotify')?.detail.volume === 0,
    { what: 'silence' },
  )
})

test('everything that a live component is told and says is recorded in order', async () => {
  const { phones } = live.fixture.phone
  phones.clearRecords(live.anchorID)
  await operate(live.anchor, 'Pusher', 'stop')
  await operate(live.anchor, 'Pusher', 'start')
  await waitForCode(live.anchor, 'pusher', 1002)
  const told = () =>
    phones
      .records(live.anchorID)
      .filter(({ name }) => !/netstatus|volume/.test(name))
      .map(({ name, detail }) => (name.endsWith('statechange') ? (detail as { code: number }).code : name))
  await waitFor(() => told().includes(1002), { what: 'the record of 1002' })
  expect(
    told()
      .filter((one) => [1001, 1002].includes(Number(one)) || typeof one === 'string')
      .slice(0, 4),
  ).toStrictEqual(['live-pusher.stop', 'live-pusher.start', 1001, 1002])
})

test('a permission taken back while live ends the stream with its code', async () => {
  await inject(live.fixture.phone, 'phone.permissionWithdrawn', { phone: live.anchorID, scope: 'camera' })
  expect((await hears(live.anchor, 'error', 'pusher')).detail.errCode).toBe(10001)
  await waitFor(() => live.media.streams().length === 0, { what: 'the end of the stream' })
})
