import { AppError } from '../../../miniprogram/domain/errors'
import type { Caller } from '../caller'
import type { Room } from '../rooms/room-document'
import type { MemberRepo, Owner } from './member-repo'

/** The owner's record if it is the caller's. Throws NOT_ANCHOR, or the code that fits what was asked. */
export async function requireOwner(
  members: MemberRepo,
  caller: Caller,
  refusal: 'NOT_ANCHOR' | 'NOT_OWNER' = 'NOT_ANCHOR',
): Promise<Owner> {
  const owner = await members.owner()
  if (owner?.openid !== caller.openid) throw new AppError(refusal)
  return owner
}

export const isOwner = async (members: MemberRepo, caller: Caller): Promise<boolean> =>
  (await members.owner())?.openid === caller.openid

/** A right to the shop is not yet one to every room: an earlier owner's stays theirs. Throws NOT_ANCHOR. */
export function requireOwnRoom(room: Room, caller: Caller): void {
  if (room.ownerOpenid !== caller.openid) throw new AppError('NOT_ANCHOR')
}
