import assert from 'node:assert/strict'
import { functionOf as functionNameOf } from '../../miniprogram/domain/api/function-of'
import type { OrderStatus } from '../../miniprogram/domain/api/order'
import type { Reply } from '../../miniprogram/domain/api/reply'
import { ERROR_MESSAGES } from '../../miniprogram/domain/errors'
import type { ActionName } from './define-action'
import { aShop, type FunctionName, OWNER, SHOPPER } from './testing/a-shop'
import {
  type Answer,
  fieldsOf,
  GOOD,
  PEOPLE,
  PERMISSIONS,
  type Person,
  ROOMS,
  said,
  spoiltFields,
  type Which,
} from './testing/permission-table'
import {
  CUP,
  ORDER_PERMISSIONS,
  ORDERS,
  SHOP_GOOD,
  SHOP_PERMISSIONS,
  SHOPPERS,
  type ShopPerson,
} from './testing/shop-permission-table'

const functionOf = (action: ActionName) => functionNameOf(action) as FunctionName

async function aFullShop() {
  const shop = aShop()
  for (const room of Object.values(ROOMS)) if (room) await shop.rooms.add(room)
  await shop.goods.add(CUP)
  for (const order of Object.values(ORDERS)) await shop.orders.add(order)
  return shop
}

for (const row of PERMISSIONS) {
  const [action, publish, person, answers] = row
  const name = `${action}${publish === undefined ? '' : ` publish=${publish}`} by the ${person}`
  test(`${name}: ${[...new Set(Object.values(answers))].join(', ')}`, async () => {
    for (const which of Object.keys(ROOMS) as Which[]) {
      const shop = await aFullShop()
      const fields = fieldsOf(row, which)
      const reply = (await shop.callRaw(functionOf(action), PEOPLE[person], {
        action,
        ...fields,
      })) as Reply<unknown>
      assert.equal(said(reply), answers[which], which)
      expect(JSON.stringify(reply)).not.toMatch(/openid|openSlot/i)
      for (const openid of [OWNER, SHOPPER, 'oEarlierOwner']) {
        assert.ok(!JSON.stringify(reply).includes(openid), `${which}: an openid left the server`)
      }
      if (!reply.ok) expect(reply.message).toBe(ERROR_MESSAGES[reply.code])
      if (!reply.ok) {
        const { sent, beacons } = shop.signals
        assert.deepEqual([...sent, ...beacons], [], `${which}: a refusal announced something`)
      }
      expect(shop.log).toStrictEqual([])
    }
  })
}

for (const [action, person, answers] of ORDER_PERMISSIONS) {
  const name = `${action} by the ${person}`
  test(`${name}: ${[...new Set(Object.values(answers))].join(', ')}`, async () => {
    for (const [status, order] of Object.entries(ORDERS) as [OrderStatus, (typeof ORDERS)[OrderStatus]][]) {
      const shop = await aFullShop()
      const event = { action, ...SHOP_GOOD[action], orderID: order._id }
      const reply = (await shop.callRaw('shop', SHOPPERS[person], event)) as Reply<unknown>
      assert.equal(said(reply), answers[status], status)
      expect(JSON.stringify(reply)).not.toMatch(/openid|oOwner|oShopper|transactionID/i)
      if (!reply.ok)
        assert.deepEqual(shop.orders.documents.get(order._id), order, 'a refusal changed the order')
    }
  })
}

for (const [action, answers] of SHOP_PERMISSIONS) {
  test(`${action}: ${Object.entries(answers)
    .map((answer) => answer.join(' '))
    .join(', ')}`, async () => {
    for (const person of Object.keys(SHOPPERS) as ShopPerson[]) {
      const shop = await aFullShop()
      const event = { action, ...SHOP_GOOD[action] }
      const reply = (await shop.callRaw('shop', SHOPPERS[person], event)) as Reply<unknown>
      assert.equal(said(reply), answers[person], person)
      expect(JSON.stringify(reply)).not.toMatch(/openid|oOwner|oShopper/i)
    }
  })
}

test('room.list, studio.open and studio.create: everybody signed in looks, the owner alone opens a show', async () => {
  const expected: Record<Person, [list: Answer, open: Answer, create: Answer]> = {
    owner: ['ok', 'ok', 'ok'],
    shopper: ['ok', 'ok', 'NOT_ANCHOR'],
    nobody: ['NOT_SIGNED_IN', 'NOT_SIGNED_IN', 'NOT_SIGNED_IN'],
  }
  for (const person of Object.keys(PEOPLE) as Person[]) {
    const shop = aShop()
    expect([
      said(await shop.call(PEOPLE[person], 'room.list', {})),
      said(await shop.call(PEOPLE[person], 'studio.open', {})),
      said(await shop.call(PEOPLE[person], 'studio.create', { title: '秋冬新款' })),
    ]).toStrictEqual(expected[person])
  }
})

test('while the shop has no owner nobody opens a room', async () => {
  const shop = aShop()
  shop.members.handOverTo(null)
  expect(said(await shop.call(OWNER, 'studio.create', { title: '秋冬新款' }))).toBe('NOT_ANCHOR')
})

test('a role that was taken away is gone at once', async () => {
  const shop = await aFullShop()
  shop.members.handOverTo({ openid: SHOPPER, name: '新店主' })
  const asks = ['studio.start', 'studio.end'] as const
  for (const action of asks) {
    for (const person of [OWNER, SHOPPER]) {
      expect(said(await shop.call(person, action, { roomID: 'live-room' }))).toBe('NOT_ANCHOR')
    }
  }
})

for (const [action, good] of Object.entries(GOOD) as [ActionName, Record<string, unknown>][]) {
  test(`${action} refuses missing, wrong and unknown fields`, async () => {
    for (const [field, value] of spoiltFields(action)) {
      const shop = await aFullShop()
      const before = structuredClone(shop.rooms.calls)
      const reply = await shop.callRaw(functionOf(action), OWNER, { action, ...good, [field]: value })
      assert.deepEqual(
        reply,
        { ok: false, code: 'BAD_INPUT', message: ERROR_MESSAGES.BAD_INPUT },
        `${field}=${JSON.stringify(value)}`,
      )
      assert.deepEqual(shop.rooms.calls, before, 'a malformed request touched the rooms')
      expect(shop.log).toStrictEqual([])
    }
  })
}

test('a title of blanks is its own error, and one of exactly 30 characters is welcome', async () => {
  expect(said(await aShop().call(OWNER, 'studio.create', { title: ' \n ' }))).toBe('TITLE_EMPTY')
  expect(said(await aShop().call(OWNER, 'studio.create', { title: '' }))).toBe('TITLE_EMPTY')
  const { room } = await aShop().ask(OWNER, 'studio.create', { title: ` ${'🎉'.repeat(30)} ` })
  expect(room.title).toBe('🎉'.repeat(30))
})

test('an action that does not exist, or belongs to another function, is one this version does not know', async () => {
  const events = [
    {},
    { action: null },
    { action: ['room.list'] },
    { action: '' },
    { action: 'room.delete' },
    { action: 'studio.create', title: '越权' },
    { action: 'constructor' },
    { action: '__proto__' },
    { action: 'toString' },
    null,
    undefined,
    'room.list',
    7,
  ]
  for (const event of events) {
    const reply = await aShop().callRaw('room', OWNER, event)
    assert.ok(!reply.ok && reply.code === 'UNKNOWN_ACTION', JSON.stringify(event))
  }
})

test('what a phone writes about identity changes nothing', async () => {
  const shop = await aFullShop()
  const forged = {
    action: 'studio.end',
    roomID: 'live-room',
    userInfo: { openId: OWNER, appId: 'wx' },
    tcbContext: {},
  }
  expect(said(await shop.callRaw('studio', SHOPPER, forged))).toBe('NOT_ANCHOR')
  expect(said(await shop.callRaw('studio', OWNER, { ...forged, userInfo: { openId: SHOPPER } }))).toBe('ok')
})
