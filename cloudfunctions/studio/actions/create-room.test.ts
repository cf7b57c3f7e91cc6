import assert from 'node:assert/strict'
import { aShop, OWNER } from '../../lib/testing/a-shop'
import { ANNOUNCED_AT_MOST_MS } from './create-room'

const TITLE = '秋冬新款'

for (const code of ['TITLE_REFUSED', 'BUSY'] as const) {
  test(`a title that WeChat did not pass (${code}) opens nothing and changes nothing`, async () => {
    const { call, titleCheck, rooms } = aShop()
    titleCheck.answer = code
    const refused = await call(OWNER, 'studio.create', { title: TITLE })
    assert.ok(!refused.ok && refused.code === code)
    expect(await rooms.findOpenOf(OWNER)).toBeNull()

    titleCheck.answer = null
    const first = await call(OWNER, 'studio.create', { title: TITLE })
    titleCheck.answer = code
    assert.ok(!(await call(OWNER, 'studio.create', { title: '换个标题' })).ok)
    assert.ok(first.ok)
    expect((await rooms.find(first.data.room.roomID))?.title).toBe(TITLE)
  })
}

test('WeChat is asked about the title as it will be shown, in the owner’s name', async () => {
  const { ask, titleCheck } = aShop()
  await ask(OWNER, 'studio.create', { title: ` ${TITLE} ` })
  expect(titleCheck.asked).toStrictEqual([{ title: TITLE, openid: OWNER }])
})

test('who may not open a show, or gives no title, costs no question to WeChat', async () => {
  const { call, titleCheck } = aShop()
  await call('oStranger', 'studio.create', { title: TITLE })
  await call(OWNER, 'studio.create', { title: ' ' })
  await call(OWNER, 'studio.create', { title: TITLE, startsAt: 1 })
  expect(titleCheck.asked).toStrictEqual([])
})

test('a show is announced for any time within a month from now, and not for another', async () => {
  const { call, clock } = aShop()
  const now = clock.now()
  const refused = [
    [0, 'START_PASSED'],
    [now - 1, 'START_PASSED'],
    [now, 'START_PASSED'],
    [now + ANNOUNCED_AT_MOST_MS + 1, 'BAD_INPUT'],
  ] as const
  for (const [startsAt, code] of refused) {
    const reply = await call(OWNER, 'studio.create', { title: TITLE, startsAt })
    assert.ok(!reply.ok && reply.code === code, String(startsAt - now))
  }
  for (const startsAt of [now + 1, now + ANNOUNCED_AT_MOST_MS]) {
    const reply = await call(OWNER, 'studio.create', { title: TITLE, startsAt })
    assert.ok(reply.ok && reply.data.room.startsAt === startsAt)
  }
})

test('what is not given again stays: a new title keeps cover and time', async () => {
  const { ask, clock, signals } = aShop()
  const startsAt = clock.now() + 3_600_000
  const first = await ask(OWNER, 'studio.create', { title: TITLE, cover: '/a.png', startsAt })
  const { room } = await ask(OWNER, 'studio.create', { title: '换个标题' })
  expect(room).toStrictEqual({ ...first.room, title: '换个标题', rev: 2 })
  expect(signals.sent).toHaveLength(1)
})
