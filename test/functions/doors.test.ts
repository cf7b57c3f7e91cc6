/**
 * The table of doors (cloudfunctions/lib/testing/door-table.ts) asked of the deployed functions: identity from the
 * platform, documents from the database. Of the spoilt requests every third: the schema behind them is the same code
 * that lib/doors.test.ts asks whole.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ActionName } from '../../cloudfunctions/lib/define-action.ts'
import {
  DOORS,
  fieldsOf,
  GOOD,
  PEOPLE,
  ROOMS,
  said,
  spoiltFields,
  type Which,
} from '../../cloudfunctions/lib/testing/door-table.ts'
import { CUP } from '../../cloudfunctions/lib/testing/shop-doors.ts'
import { functionOf } from '../../miniprogram/domain/api/function-of.ts'
import type { Reply } from '../../miniprogram/domain/api/reply.ts'
import { ERROR_MESSAGES } from '../../miniprogram/domain/errors.ts'
import { type CloudShop, OTHER, OWNER, SETUP_CODE, SHOPPER, startCloudShop } from './support/cloud-shop.ts'

const EVERY = 3

let shop: CloudShop
before(async () => {
  shop = await startCloudShop()
  await shop.reset()
})
after(() => shop?.stop())

const ask = async (openid: string, functionName: string, event: unknown) =>
  (await shop.callRaw(openid, functionName, event)) as Reply<unknown>

async function putShop() {
  const { database } = shop.cloud
  await database.remove('rooms', {})
  await database.remove('goods', {})
  await database.insert('goods', CUP)
  for (const room of Object.values(ROOMS)) if (room) await database.insert('rooms', room)
}

for (const row of DOORS) {
  const [action, publish, person, answers] = row
  if (person === 'nobody') continue // a phone always has an identity; lib/doors.test.ts asks without one
  test(`${action}${publish === undefined ? '' : ` publish=${publish}`} by the ${person}`, async () => {
    await putShop()
    for (const which of Object.keys(ROOMS) as Which[]) {
      const event = { action, ...fieldsOf(row, which) }
      const reply = await ask(PEOPLE[person], functionOf(action), event)
      assert.equal(said(reply), answers[which], which)
      assert.doesNotMatch(JSON.stringify(reply), /openid|openSlot|oOwner|oShopper|oEarlierOwner/i)
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
  assert.deepEqual(await shop.cloud.database.find('rooms'), before)
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
          if (areRulesOn) await assert.rejects(ask(openid, name, event), /-501023|PERMISSION_DENIED/)
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
  assert.deepEqual(await shop.cloud.database.find('rooms'), before)
  assert.equal(await shop.cloud.database.count('nonces'), 0)
})

test('the timer has no address on the web', async () => {
  const answer = await fetch(`${shop.cloud.httpUrl}/clock`, { method: 'POST', body: '{}' })
  assert.equal(answer.status, 404)
})

test('the shop is claimed once, with the code, after at most five tries a person', async () => {
  await shop.reset({ owner: null })
  const claim = async (openid: string, code: string) =>
    said(await ask(openid, 'studio', { action: 'studio.claim', code }))
  const wrong = SETUP_CODE.replaceAll('0', 'f')
  const guesses = await Promise.all(Array.from({ length: 8 }, () => claim(SHOPPER, wrong)))
  assert.deepEqual(guesses.sort(), [...Array(3).fill('TOO_MANY_TRIES'), ...Array(5).fill('WRONG_CODE')])
  assert.equal(await claim(SHOPPER, SETUP_CODE), 'TOO_MANY_TRIES')
  assert.equal(said(await ask(SHOPPER, 'studio', { action: 'studio.create', title: '抢先' })), 'NOT_ANCHOR')

  const both = await Promise.all([claim(OWNER, SETUP_CODE), claim(OTHER, SETUP_CODE)])
  assert.deepEqual(both.sort(), ['ALREADY_CLAIMED', 'ok'])
  const members = await shop.cloud.database.find('members')
  assert.deepEqual(
    members.map(({ _id }) => _id),
    ['owner'],
  )
  assert.equal(await claim(SHOPPER, SETUP_CODE), 'ALREADY_CLAIMED')
  assert.equal(await claim('oSomebodyElse000000000000000', wrong), 'ALREADY_CLAIMED')
})

test('nothing that people wrote or own is in the functions’ log', () => {
  assert.doesNotMatch(shop.logged.join('\n'), /oOwner0|oShopper0|oOther0|fa94dd0f974cf|callback secret/)
})
