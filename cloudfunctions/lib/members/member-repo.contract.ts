import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MemberRepo } from './member-repo'

/** What every MemberRepo keeps. `make` gives one without an owner. */
export function memberRepoContract(name: string, make: () => Promise<MemberRepo>): void {
  test(`${name}: of many who claim the shop at once one gets it, and nobody after`, async () => {
    const members = await make()
    assert.equal(await members.owner(), null)
    const people = ['oA', 'oB', 'oC', 'oD', 'oE'].map((openid) => ({ openid, name: '' }))
    const claims = await Promise.all(people.map((person) => members.claim(person)))
    assert.equal(claims.filter(Boolean).length, 1)
    const winner = people[claims.indexOf(true)]
    assert.deepEqual(await members.owner(), winner)
    assert.equal(await members.claim({ openid: 'oLate', name: '' }), false)
    assert.deepEqual(await members.owner(), winner)
  })
}
