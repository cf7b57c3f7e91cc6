/**
 * The permission table (cloudfunctions/lib/testing/permission-table.ts) asked of the deployed functions: identity from the
 * platform, documents from the database. Of the spoilt requests every third: the schema behind them is the same code
 * that lib/permissions.test.ts asks whole.
 */
import assert from 'node:assert/strict'
import type { ActionName } from '../../cloudfunctions/lib/define-action.ts'
import {
  fieldsOf,
  GOOD,
  PEOPLE,
  PERMISSIONS,
  ROOMS,
  said,
  spoiltFields,
  type Which,
} from '../../cloudfunctions/lib/testing/permission-table.ts'
import { CUP } from '../../cloudfunctions/lib/testing/shop-permission-table.ts'
import { functionOf } from '../../miniprogram/domain/api/function-of.ts'
import type { Reply } from '../../miniprogram/domain/api/reply.ts'
import { ERROR_MESSAGES } from '../../miniprogram/domain/errors.ts'
import { type CloudShop, OTHER, OWNER, SETUP_CODE, SHOPPER, startCloudShop } from './support/cloud-shop.ts'

const EVERY = 3

let shop: CloudShop
beforeAll(async () => {
  shop = await startCloudShop()
  await shop.reset()
})
afterAll(() => shop?.stop())

const ask = async (openid: string, functionName: string, event: unknown) =>
  (await shop.callRaw(openid, functionName, event)) as Reply<unknown>

async function putShop() {
  const { database } = shop.cloud
  await database.remove('rooms', {})
  await database.remove('goods', {})
  await database.insert('goods', CUP)
  for (const room of Object.values(ROOMS)) if (room) await database.insert('rooms', room)
}

for (const row of PERMISSIONS) {
  const [action, publish, person, answers] = row
  if (person === 'nobody') continue // a phone always has an identity; lib/permissions.test.ts asks without one
  test(`${action}${publish === undefined ? '' : ` publish=${publish}`} by the ${person}`, async () => {
    await putShop()
    for (const which of Object.keys(ROOMS) as Which[]) {
      const event = { action, ...fieldsOf(row, which) }
      const reply = await ask(PEOPLE[person], functionOf(action), event)
      assert.equal(said(reply), answers[which], which)
      expect(JSON.stringify(reply)).not.toMatch(/openid|openSlot|oOwner|oShopper|oEarlierOwner/i)
    }
  })
}

test('malformed requests are refused by name, and change nothing', async () => {
  await putShop()
  const before = await shop.cloud.database.find('rooms')
  const spoilt = (Object.keys(GOOD) as ActionName[]).flatMap((action) =>
    spoiltFields(action).map(([field, value]) => ({ action, field, value })),
  )
  for (const { action, field, value } of spoilt.filter((_, at) => at % EVERY === 0)) {
    const reply = await ask(OWNER, functionOf(action), { action, ...GOOD[action], [field]: value })
    const expected = { ok: false, code: 'BAD_INPUT', message: ERROR_MESSAGES.BAD_INPUT }
    // JSON drops what is undefined, and NaN becomes null: what is left must be refused all the same.
    assert.deepEqual(reply, expected, `${action} ${field}=${JSON.stringify(value)}`)
  }
  for (const event of [{}, { action: 'studio.burn' }, { action: '__proto__' }, { action: ['room.list'] }]) {
    for (const name of ['token', 'room', 'studio']) {
      const reply = await ask(OWNER, name, event)
      assert.ok(!reply.ok && reply.code === 'UNKNOWN_ACTION')
    }
  }
  expect(await shop.cloud.database.find('rooms')).toStrictEqual(before)
})

/** What a person could send to functions that are not theirs: an event made to look like the platform's. */
const NOT_FOR_PEOPLE: [functionName: string, event: Record<string, unknown>][] = [
  ['clock', { Type: 'Timer', TriggerName: 'every-minute', Time: '2026-11-25T00:00:00Z', Message: '' }],
  ['clock', { action: 'clock.tick' }],
  ['clock', {}],
  ['pay-notify', { httpMethod: 'POST', path: '/pay-notify', headers: {}, body: '{}' }],
  ['pay-notify', {}],
  ['zego-callback', { httpMethod: 'POST', path: '/zego-callback', headers: {}, body: '{}' }],
  ['zego-callback', { event: 'stream_close', room_id: 'live-room' }],
  ['zego-callback', {}],
]

test('the timer’s, ZEGO’s and WeChat Pay’s functions are closed to every person, with function rules and without', async () => {
  await putShop()
  const before = await shop.cloud.database.find('rooms')
  try {
    for (const areRulesOn of [true, false]) {
      shop.cloud.setFunctionRules(areRulesOn)
      for (const openid of [OWNER, SHOPPER]) {
        for (const [name, event] of NOT_FOR_PEOPLE) {
          if (areRulesOn) await expect(ask(openid, name, event)).rejects.toThrow(/-501023|PERMISSION_DENIED/)
          else {
            const reply = await ask(openid, name, event)
            assert.ok(!reply.ok && reply.code === 'FORBIDDEN', `${name} ${JSON.stringify(reply)}`)
          }
        }
      }
    }
  } finally {
    shop.cloud.setFunctionRules(true)
  }
  expect(await shop.cloud.database.find('rooms')).toStrictEqual(before)
  expect(await shop.cloud.database.count('nonces')).toBe(0)
})

test('the timer has no address on the web', async () => {
  const answer = await fetch(`${shop.cloud.httpUrl}/clock`, { method: 'POST', body: '{}' })
  expect(answer.status).toBe(404)
})

test('the shop is claimed once, with the code, after at most five tries a person', async () => {
  await shop.reset({ owner: null })
  const claim = async (openid: string, code: string) =>
    said(await ask(openid, 'studio', { action: 'studio.claim', code }))
  const wrong = SETUP_CODE.replaceAll('0', 'f')
  const guesses = await Promise.all(Array.from({ length: 8 }, () => claim(SHOPPER, wrong)))
  expect(guesses.sort()).toStrictEqual([...Array(3).fill('TOO_MANY_TRIES'), ...Array(5).fill('WRONG_CODE')])
  expect(await claim(SHOPPER, SETUP_CODE)).toBe('TOO_MANY_TRIES')
  expect(said(await ask(SHOPPER, 'studio', { action: 'studio.create', title: '抢先' }))).toBe('NOT_ANCHOR')

  const both = await Promise.all([claim(OWNER, SETUP_CODE), claim(OTHER, SETUP_CODE)])
  expect(both.sort()).toStrictEqual(['ALREADY_CLAIMED', 'ok'])
  const members = await shop.cloud.database.find('members')
  expect(members.map(({ _id }) => _id)).toStrictEqual(['owner'])
  expect(await claim(SHOPPER, SETUP_CODE)).toBe('ALREADY_CLAIMED')
  expect(await claim('oSomebodyElse000000000000000', wrong)).toBe('ALREADY_CLAIMED')
})

test('nothing that people wrote or own is in the functions’ log', () => {
  expect(shop.logged.join('\n')).not.toMatch(/oOwner0|oShopper0|oOther0|fa94dd0f974cf|callback secret/)
})
