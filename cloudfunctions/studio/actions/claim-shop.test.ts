import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { ErrorCode } from '../../../miniprogram/domain/errors'
import { TRIES_WINDOW_MS } from '../../lib/members/claim-tries'
import { aShop, OWNER, SHOPPER } from '../../lib/testing/a-shop'
import { TRIES_A_PERSON, TRIES_IN_ALL } from './claim-shop'

const CODE = '0123-4567-89ab-cdef-0123-4567-89ab-cdef'
const SHA256 = createHash('sha256').update(CODE.replaceAll('-', '')).digest('hex')
const WRONG = 'ffff-4567-89ab-cdef-0123-4567-89ab-cdef'

function aShopWithoutOwner(setupCodeSha256: string | null = SHA256) {
  const shop = aShop({ setupCodeSha256 })
  shop.members.handOverTo(null)
  const claim = async (openid: string, code: string): Promise<'ok' | ErrorCode> => {
    const reply = await shop.call(openid, 'studio.claim', { code })
    return reply.ok ? 'ok' : reply.code
  }
  return { ...shop, claim }
}

test('whoever has the code is the owner, and after that the code is dead for everybody', async () => {
  const { claim, call } = aShopWithoutOwner()
  assert.equal(await claim(OWNER, CODE), 'ok')
  assert.equal(await claim(SHOPPER, CODE), 'ALREADY_CLAIMED')
  assert.equal(await claim(OWNER, CODE), 'ALREADY_CLAIMED')
  assert.equal(await claim(SHOPPER, WRONG), 'ALREADY_CLAIMED')
  assert.ok((await call(OWNER, 'studio.create', { title: '第一场' })).ok)
})

test('the code is taken as people type it', async () => {
  for (const typed of [CODE.toUpperCase(), CODE.replaceAll('-', ' '), ` ${CODE.replaceAll('-', '')}\n`]) {
    assert.equal(await aShopWithoutOwner().claim(OWNER, typed), 'ok')
  }
})

test('the hash may be written in capitals, and is itself no code', async () => {
  assert.equal(await aShopWithoutOwner(SHA256.toUpperCase()).claim(OWNER, CODE), 'ok')
  assert.equal(await aShopWithoutOwner().claim(OWNER, SHA256), 'WRONG_CODE')
})

test('without a code in the environment nobody can claim the shop', async () => {
  assert.equal(await aShopWithoutOwner(null).claim(OWNER, CODE), 'CLAIM_CLOSED')
})

test('a person has five tries an hour; the sixth is not even looked at', async () => {
  const { claim, clock } = aShopWithoutOwner()
  for (let i = 0; i < TRIES_A_PERSON; i++) assert.equal(await claim(SHOPPER, WRONG), 'WRONG_CODE')
  assert.equal(await claim(SHOPPER, CODE), 'TOO_MANY_TRIES')
  assert.equal(await claim(OWNER, WRONG), 'WRONG_CODE')
  clock.advance(TRIES_WINDOW_MS)
  assert.equal(await claim(SHOPPER, CODE), 'ok')
})

test('all together have fifty, and who has none left takes none from the others', async () => {
  const { claim, claimTries } = aShopWithoutOwner()
  const people = Array.from({ length: TRIES_IN_ALL / TRIES_A_PERSON }, (_, i) => `oGuesser${i}`)
  for (const person of people.slice(1)) {
    for (let i = 0; i < TRIES_A_PERSON; i++) assert.equal(await claim(person, WRONG), 'WRONG_CODE')
  }
  for (let i = 0; i < 20; i++) await claim(people[1] ?? '', WRONG)
  assert.equal(claimTries.counters.get('all')?.n, TRIES_IN_ALL - TRIES_A_PERSON)
  for (let i = 0; i < TRIES_A_PERSON; i++) assert.equal(await claim(people[0] ?? '', WRONG), 'WRONG_CODE')
  assert.equal(await claim(OWNER, CODE), 'TOO_MANY_TRIES')
})

test('tries at once are counted one by one', async () => {
  const { claim } = aShopWithoutOwner()
  const answers = await Promise.all(Array.from({ length: 20 }, () => claim(SHOPPER, WRONG)))
  assert.equal(answers.filter((answer) => answer === 'WRONG_CODE').length, TRIES_A_PERSON)
})

test('of ten with the right code at once one is the owner', async () => {
  const { claim } = aShopWithoutOwner()
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => claim(`oPerson${i}`, CODE)))
  assert.equal(answers.filter((answer) => answer === 'ok').length, 1)
  assert.equal(answers.filter((answer) => answer === 'ALREADY_CLAIMED').length, 9)
})
