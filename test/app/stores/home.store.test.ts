import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { HomeStore } from '../../../miniprogram/stores/home.store.ts'
import { SessionStore } from '../../../miniprogram/stores/session.store.ts'
import { clockText, countText, lastedText, waitText } from '../../../miniprogram/stores/words.ts'
import { aRoom, FakeClock, RecordingCloud } from '../support/fakes.ts'

function aHome(rooms = [aRoom()]) {
  const clock = new FakeClock()
  const cloud = new RecordingCloud({ 'room.list': () => ({ rooms, serverTime: clock.now() + 5_000 }) })
  const session = new SessionStore({ clock })
  return { clock, cloud, session, home: new HomeStore({ cloud, session }) }
}

test('only what is live now is shown, and the server’s clock is learned', async () => {
  const { home, session, clock } = aHome([aRoom(), aRoom({ roomID: 'later', status: 'created' })])
  await home.load()
  assert.equal(home.phase, 'list')
  assert.deepEqual(
    home.live.map((room) => room.roomID),
    ['room1'],
  )
  assert.equal(session.now() - clock.now(), 5_000)
})

test('a pull while the list is loading asks once', async () => {
  const { home, cloud } = aHome()
  await Promise.all([home.load(), home.load()])
  assert.equal(cloud.calls.length, 1)
})

test('nothing live is a state of its own', async () => {
  const { home } = aHome([])
  await home.load()
  assert.equal(home.phase, 'empty')
})

test('without network the older list stays and says so; without a list there is a way to retry', async () => {
  const { home, cloud } = aHome()
  await home.load()
  const answer = cloud.answers['room.list']
  cloud.answers['room.list'] = () => Promise.reject(new AppError('NETWORK'))
  await home.load()
  assert.equal(home.phase, 'list')
  assert.equal(home.trouble, '没连上网，先看上次的内容')
  cloud.answers['room.list'] = answer
  await home.load()
  assert.equal(home.trouble, '')

  const first = aHome()
  first.cloud.answers['room.list'] = () => Promise.reject(new AppError('NETWORK'))
  await first.home.load()
  assert.equal(first.home.phase, 'unreachable')
})

test('times and counts as people read them', () => {
  assert.equal(clockText(42 * 60_000 + 16_000), '00:42:16')
  assert.equal(waitText(47_000), '00:47')
  assert.equal(lastedText(138 * 60_000), '播了 2 小时 18 分')
  assert.equal(lastedText(60 * 60_000), '播了 1 小时')
  assert.equal(lastedText(59_000), '播了不到 1 分钟')
  assert.equal(countText(null), '–')
  assert.equal(countText(1286), '1,286')
  assert.equal(countText(12_846), '1.2万')
})
