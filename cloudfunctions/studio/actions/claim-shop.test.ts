import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
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
  expect(await claim(OWNER, CODE)).toBe('ok')
  expect(await claim(SHOPPER, CODE)).toBe('ALREADY_CLAIMED')
  expect(await claim(OWNER, CODE)).toBe('ALREADY_CLAIMED')
  expect(await claim(SHOPPER, WRONG)).toBe('ALREADY_CLAIMED')
  assert.ok((await call(OWNER, 'studio.create', { title: '第一场' })).ok)
})

test('the code is taken as people type it', async () => {
  for (const typed of [CODE.toUpperCase(), CODE.replaceAll('-', ' '), ` ${CODE.replaceAll('-', '')}\n`]) {
    expect(await aShopWithoutOwner().claim(OWNER, typed)).toBe('ok')
  }
})

test('the hash may be written in capitals, and is itself no code', async () => {
  expect(await aShopWithoutOwner(SHA256.toUpperCase()).claim(OWNER, CODE)).toBe('ok')
  expect(await aShopWithoutOwner().claim(OWNER, SHA256)).toBe('WRONG_CODE')
})

test('without a code in the environment nobody can claim the shop', async () => {
  expect(await aShopWithoutOwner(null).claim(OWNER, CODE)).toBe('CLAIM_CLOSED')
})

test('a person has five tries an hour; the sixth is not even looked at', async () => {
  const { claim, clock } = aShopWithoutOwner()
  for (let i = 0; i < TRIES_A_PERSON; i++) expect(await claim(SHOPPER, WRONG)).toBe('WRONG_CODE')
  expect(await claim(SHOPPER, CODE)).toBe('TOO_MANY_TRIES')
  expect(await claim(OWNER, WRONG)).toBe('WRONG_CODE')
  clock.advance(TRIES_WINDOW_MS)
  expect(await claim(SHOPPER, CODE)).toBe('ok')
})

test('all together have fifty, and who has none left takes none from the others', async () => {
  const { claim, claimTries } = aShopWithoutOwner()
  const people = Array.from({ length: TRIES_IN_ALL / TRIES_A_PERSON }, (_, i) => `oGuesser${i}`)
  for (const person of people.slice(1)) {
    for (let i = 0; i < TRIES_A_PERSON; i++) expect(await claim(person, WRONG)).toBe('WRONG_CODE')
  }
  for (let i = 0; i < 20; i++) await claim(people[1] ?? '', WRONG)
  expect(claimTries.counters.get('all')?.n).toBe(TRIES_IN_ALL - TRIES_A_PERSON)
  for (let i = 0; i < TRIES_A_PERSON; i++) expect(await claim(people[0] ?? '', WRONG)).toBe('WRONG_CODE')
  expect(await claim(OWNER, CODE)).toBe('TOO_MANY_TRIES')
})

test('tries at once are counted one by one', async () => {
  const { claim } = aShopWithoutOwner()
  const answers = await Promise.all(Array.from({ length: 20 }, () => claim(SHOPPER, WRONG)))
  expect(answers.filter((answer) => answer === 'WRONG_CODE')).toHaveLength(TRIES_A_PERSON)
})

test('of ten with the right code at once one is the owner', async () => {
  const { claim } = aShopWithoutOwner()
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => claim(`oPerson${i}`, CODE)))
  expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'ALREADY_CLAIMED')).toHaveLength(9)
})
