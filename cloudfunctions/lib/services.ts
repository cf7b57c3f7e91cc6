import type { Nonces } from './callbacks/nonces'
import type { Clock } from './clock'
import type { GoodsRepo } from './goods/goods-repo'
import type { Ids } from './ids'
import type { Log } from './log'
import type { ClaimTries } from './members/claim-tries'
import type { MemberRepo } from './members/member-repo'
import type { TitleCheck } from './moderation/title-check'
import type { OrderRepo } from './orders/order-repo'
import type { ShippingUpload } from './orders/shipping-upload'
import type { RoomRepo } from './rooms/room-repo'
import type { Signals } from './signals/signals'
import type { Payments } from './wechat-pay/payments'
import type { ZegoServerApi } from './zego/server-api'
import type { TokenGrants } from './zego/token-grants'

/** All that use cases are given; each names the part it needs. */
export interface Services {
  readonly rooms: RoomRepo
  readonly members: MemberRepo
  readonly goods: GoodsRepo
  readonly orders: OrderRepo
  readonly payments: Payments
  readonly shippingUpload: ShippingUpload
  readonly claimTries: ClaimTries
  readonly nonces: Nonces
  readonly grants: TokenGrants
  readonly signals: Signals
  readonly zego: ZegoServerApi
  readonly titleCheck: TitleCheck
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Cut out of every text that is logged. */
  readonly secrets: readonly string[]
  readonly settings: Settings
}

/** What a deployment decides. */
export interface Settings {
  readonly zegoAppID: number
  /** The person's ZEGO userID on air. */
  anchorIDOf(openid: string): string
  /** Signs ZEGO's callbacks; null = none set. */
  readonly callbackSecret: string | null
  /** SHA-256 of the setup code, 64 hex digits; null = the shop cannot be claimed. */
  readonly setupCodeSha256: string | null
}
