import type { MemberRepo } from './member-repo'

/** What every MemberRepo keeps. `make` gives one without an owner. */
export function memberRepoContract(name: string, make: () => Promise<MemberRepo>): void {
  test(`${name}: of many who claim the shop at once one gets it, and nobody after`, async () => {
    const members = await make()
    expect(await members.owner()).toBeNull()
    const people = ['oA', 'oB', 'oC', 'oD', 'oE'].map((openid) => ({ openid, name: '' }))
    const claims = await Promise.all(people.map((person) => members.claim(person)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    const winner = people[claims.indexOf(true)]
    expect(await members.owner()).toStrictEqual(winner)
    expect(await members.claim({ openid: 'oLate', name: '' })).toBe(false)
    expect(await members.owner()).toStrictEqual(winner)
  })
}
