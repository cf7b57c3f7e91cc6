import * as z from 'zod'
import { addOnce, type Database } from '../database'
import type { MemberRepo } from './member-repo'

const ownerSchema = z.object({
  openid: z.string().min(1),
  name: z.string().default(''),
})

export function cloudMemberRepo(db: Database): MemberRepo {
  return {
    async owner() {
      // Not doc('owner').get(): that throws when there is no such document.
      const { data } = await db.collection('members').where({ _id: 'owner' }).limit(1).get()
      return data[0] === undefined ? null : ownerSchema.parse(data[0])
    },

    claim: ({ openid, name }) =>
      addOnce(db.collection('members'), { _id: 'owner', openid, role: 'owner', name }),
  }
}
