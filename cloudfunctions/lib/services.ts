import type { Clock } from './clock'
import type { Ids } from './ids'
import type { MemberRepo } from './members/member-repo'
import type { RoomRepo } from './rooms/room-repo'
import type { Signals } from './signals/signals'
import type { TokenGrants } from './zego/token-grants'

/** All that actions are given; each names the part it needs. */
export interface Services {
  readonly rooms: RoomRepo
  readonly members: MemberRepo
  readonly grants: TokenGrants
  readonly signals: Signals
  readonly clock: Clock
  readonly ids: Ids
}
