import { aShop, OWNER, SHOPPER } from '../../lib/testing/a-shop'

test('the owner hears what of theirs is still open: announced, live, or nothing', async () => {
  const { ask } = aShop()
  expect((await ask(OWNER, 'studio.open', {})).room).toBeNull()
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const announced = await ask(OWNER, 'studio.open', {})
  expect([announced.role, announced.room?.roomID, announced.room?.status]).toStrictEqual([
    'owner',
    room.roomID,
    'created',
  ])
  await ask(OWNER, 'studio.start', { roomID: room.roomID })
  expect((await ask(OWNER, 'studio.open', {})).room?.status).toBe('live')
  await ask(OWNER, 'studio.end', { roomID: room.roomID })
  expect((await ask(OWNER, 'studio.open', {})).room).toBeNull()
})

test('a stranger hears only whether the shop still waits for its owner', async () => {
  const { ask } = aShop()
  await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { serverTime: _, ...owned } = await ask(SHOPPER, 'studio.open', {})
  expect(owned).toStrictEqual({ role: 'none', claimable: false, room: null })

  for (const [setupCodeSha256, claimable] of [
    ['0'.repeat(64), true],
    [null, false],
  ] as const) {
    const empty = aShop({ setupCodeSha256 })
    empty.members.handOverTo(null)
    expect((await empty.ask(SHOPPER, 'studio.open', {})).claimable).toBe(claimable)
  }
})
