import { openRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'members' | 'clock' | 'settings'>

/**
 * Who the person at the studio's gateway is, and what of theirs is still open. Changes nothing, so everybody may ask; a
 * stranger hears nothing but whether the shop waits for its owner.
 */
export function openStudio(deps: Deps): Action<'studio.open'> {
  return defineAction(openRequest, async (_fields, { openid }) => {
    const now = deps.clock.now()
    const owner = await deps.members.owner()
    if (owner?.openid !== openid) {
      const claimable = owner === null && deps.settings.setupCodeSha256 !== null
      return { role: 'none' as const, claimable, room: null, serverTime: now }
    }
    const room = await deps.rooms.findOpenOf(openid)
    return { role: 'owner' as const, claimable: false, room: room && toSnapshot(room, now), serverTime: now }
  })
}
