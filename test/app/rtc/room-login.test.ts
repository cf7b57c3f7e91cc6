import assert from 'node:assert/strict'
import { RtcError } from '../../../miniprogram/core/rtc-error.ts'
import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { PATIENCE_MS, RECONNECT_MS, RoomLogin } from '../../../miniprogram/rtc/room-login.ts'
import { aGrant, FakeClock, RecordingCloud, RecordingRtc, settle } from '../support/fakes.ts'

let clock: FakeClock
let cloud: RecordingCloud
let rtc: RecordingRtc
let heard: string[]
let login: RoomLogin

beforeEach(() => {
  clock = new FakeClock()
  rtc = new RecordingRtc()
  heard = []
  cloud = new RecordingCloud({
    'token.issue': () => aGrant({ token: 'fresh' }),
    'token.renew': () => aGrant({ token: 'renewed', expiresAt: clock.now() + 3_600_000 }),
  })
  login = aLogin()
})

function aLogin(expiresAt = clock.now() + 3_600_000): RoomLogin {
  const listener = {
    ...{ connection() {}, signal() {}, beacon() {}, online() {}, tokenWillExpire() {}, streamsChanged() {} },
  }
  return new RoomLogin(
    { cloud, clock, session: new SessionStore({ clock }), log: () => {} },
    { live: rtc.openRoom(listener), grant: aGrant({ expiresAt }), publish: false },
    { requestSync: () => heard.push('sync'), lost: () => heard.push('lost') },
  )
}

const count = (what: string) => rtc.log.filter((line) => line === what).length

test('a token that went stale on the way in is replaced once', async () => {
  let tries = 0
  rtc.joining = () =>
    ++tries === 1 ? Promise.reject(new RtcError('LOGIN_REFUSED', 1102018)) : Promise.resolve()
  await login.enter()
  expect(cloud.count('token.issue')).toBe(1)
  expect(count('join')).toBe(2)
})

test('any other refusal is not argued with', async () => {
  rtc.joining = () => Promise.reject(new RtcError('LOGIN_REFUSED', 1002066))
  await expect(login.enter()).rejects.toThrow()
  expect(cloud.count('token.issue')).toBe(0)
})

test('a token that runs out is renewed before it does, once for all warnings', async () => {
  await login.enter()
  login.tokenWillExpire()
  login.tokenWillExpire()
  await settle()
  expect(cloud.count('token.renew')).toBe(1)
  expect(count('renew')).toBe(1)
})

test('a renewal that does not reach the server is tried until it does', async () => {
  await login.enter()
  const answer = cloud.answers['token.renew']
  cloud.answers['token.renew'] = () => Promise.reject(new AppError('NETWORK'))
  login.tokenWillExpire()
  await clock.advance(5_000)
  assert.equal(cloud.count('token.renew'), 3, 'at once, after 1 s and 2 s more')
  cloud.answers['token.renew'] = answer
  await clock.advance(4_000)
  expect(count('renew')).toBe(1)
  expect(clock.waiting).toBe(0)
})

test('a renewal that the server refuses makes us doubt the room, and is not asked for again and again', async () => {
  await login.enter()
  cloud.answers['token.renew'] = () => Promise.reject(new AppError('ROOM_ENDED'))
  login.tokenWillExpire()
  await clock.advance(600_000)
  expect(cloud.count('token.renew')).toBe(1)
  expect(heard).toStrictEqual(['sync'])
})

test('a phone that slept past its token’s end logs in anew when it wakes: ZEGO renews only what is still good', async () => {
  login = aLogin(clock.now() + 30_000)
  await login.enter()
  clock.sleep(60_000)
  login.shown()
  await settle()
  expect(cloud.count('token.renew')).toBe(1)
  expect(cloud.count('token.issue')).toBe(1)
  expect([count('join'), count('renew')]).toStrictEqual([2, 0])
})

test('when ZEGO gives up, the phone logs in again with a fresh token, ever more rarely, for two minutes', async () => {
  await login.enter()
  rtc.joining = () => Promise.reject(new RtcError('LOGIN_TIMEOUT'))
  login.dropped()
  login.dropped()
  await clock.advance(PATIENCE_MS + 15_000)
  expect(heard).toStrictEqual(['lost'])
  assert.equal(cloud.count('token.issue'), 12, 'at once, then 1, 2, 4, 8 and from there every 15 s')
  expect(clock.waiting).toBe(0)
})

test('the network’s return ends a pause, and being in again ends the trouble', async () => {
  await login.enter()
  rtc.joining = () => Promise.reject(new RtcError('LOGIN_TIMEOUT'))
  login.dropped()
  await clock.advance(40_000)
  const asked = cloud.count('token.issue')
  rtc.joining = async () => {}
  login.networkBack()
  await settle()
  expect(cloud.count('token.issue')).toBe(asked + 1)
  expect(clock.waiting).toBe(0)
  login.networkBack()
  await settle()
  assert.equal(cloud.count('token.issue'), asked + 1, 'nothing is wrong any more')
})

test('a server that refuses the token makes us doubt the room', async () => {
  await login.enter()
  cloud.answers['token.issue'] = () => Promise.reject(new AppError('ROOM_ENDED'))
  login.dropped()
  await settle()
  expect(heard).toStrictEqual(['sync'])
  login.end()
  expect(clock.waiting).toBe(0)
})

test('ZEGO that finds its own way back needs no second login', async () => {
  await login.enter()
  cloud.answers['token.issue'] = () => Promise.reject(new AppError('NETWORK'))
  login.dropped()
  await settle()
  login.joined()
  expect(clock.waiting).toBe(0)
})

test('ZEGO that is on its way back for too long, while the phone has network, is not waited for', async () => {
  await login.enter()
  login.lineBroke()
  login.networkLost()
  login.lineBroke()
  await clock.advance(RECONNECT_MS * 3)
  assert.equal(cloud.count('token.issue'), 0, 'without network nobody can do better')
  login.networkBack()
  await clock.advance(RECONNECT_MS - 1)
  expect(cloud.count('token.issue')).toBe(0)
  await clock.advance(1)
  expect([cloud.count('token.issue'), count('join')]).toStrictEqual([1, 2])

  login.lineBroke()
  login.joined()
  await clock.advance(RECONNECT_MS)
  assert.equal(count('join'), 2, 'ZEGO was faster')
  login.lineBroke()
  login.end()
  expect(clock.waiting).toBe(0)
})
