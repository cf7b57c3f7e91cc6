import assert from 'node:assert/strict'
import { SessionStore } from '../../../../miniprogram/core/session.store.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { HomeStore } from '../../../../miniprogram/pages/home/home.store.ts'
import { aGrant, aRoom, FakeClock, RecordingCloud } from '../../support/fakes.ts'

function aHome(rooms = [aRoom()]) {
  const clock = new FakeClock()
  const entries = rooms.filter(({ status }) => status === 'live').map((room) => ({ room, grant: aGrant() }))
  const cloud = new RecordingCloud({
    'room.list': () => ({ rooms, entries, serverTime: clock.now() + 5_000 }),
  })
  const session = new SessionStore({ clock })
  const warmed: string[] = []
  const home = new HomeStore({ cloud, session, warmUp: () => warmed.push('rtc') })
  return { clock, cloud, session, home, warmed }
}

const announced = (roomID: string, startsAt: number | null) =>
  aRoom({ roomID, status: 'created', streamID: null, startedAt: null, startsAt })

test('what is live now comes first, then what was announced, the next one first', async () => {
  const rooms = [
    announced('later', 9_000),
    aRoom(),
    announced('soon', 5_000),
    announced('not announced', null),
  ]
  const { home, session, clock } = aHome(rooms)
  await home.load()
  expect(home.phase).toBe('list')
  const ids = (cards: readonly { roomID: string }[]) => cards.map(({ roomID }) => roomID)
  expect([ids(home.live), ids(home.comingUp)]).toStrictEqual([['room1'], ['soon', 'later']])
  assert.equal(session.now() - clock.now(), 5_000, 'the server’s clock is learned on the way')
})

test('while somebody is live, all that a tap will need is fetched before it', async () => {
  const { home, session, warmed } = aHome([aRoom({ serverTime: 1_700_000_005_000 })])
  await home.load()
  expect(warmed).toStrictEqual(['rtc'])
  expect(session.takeEntry('room1')?.grant.token).toBe('t')
  assert.equal(session.takeEntry('room1'), null, 'given out once')

  const quiet = aHome([announced('soon', 5_000)])
  await quiet.home.load()
  expect(quiet.warmed).toStrictEqual([])
})

test('with nobody live, what was announced is still a list', async () => {
  const { home } = aHome([announced('soon', 5_000)])
  await home.load()
  expect([home.phase, home.live.length]).toStrictEqual(['list', 0])
})

test('a pull while the list is loading asks once', async () => {
  const { home, cloud } = aHome()
  await Promise.all([home.load(), home.load()])
  expect(cloud.calls).toHaveLength(1)
})

test('nothing live is a state of its own', async () => {
  const { home } = aHome([])
  await home.load()
  expect(home.phase).toBe('empty')
})

test('without network the older list stays and says so; without a list there is a way to retry', async () => {
  const { home, cloud } = aHome()
  await home.load()
  const answer = cloud.answers['room.list']
  cloud.answers['room.list'] = () => Promise.reject(new AppError('NETWORK'))
  await home.load()
  expect(home.phase).toBe('list')
  expect(home.error).toBe('没连上网，先看上次的内容')
  cloud.answers['room.list'] = answer
  await home.load()
  expect(home.error).toBe('')

  const first = aHome()
  first.cloud.answers['room.list'] = () => Promise.reject(new AppError('NETWORK'))
  await first.home.load()
  expect(first.home.phase).toBe('unreachable')
})
