import { noncesContract } from '../callbacks/nonces.contract'
import { goodsRepoContract } from '../goods/goods-repo.contract'
import { claimTriesContract } from '../members/claim-tries.contract'
import { memberRepoContract } from '../members/member-repo.contract'
import { orderRepoContract } from '../orders/order-repo.contract'
import { roomRepoContract } from '../rooms/room-repo.contract'
import { InMemoryClaimTries } from './in-memory-claim-tries'
import { InMemoryGoodsRepo } from './in-memory-goods-repo'
import { InMemoryMemberRepo } from './in-memory-member-repo'
import { InMemoryNonces } from './in-memory-nonces'
import { InMemoryOrderRepo } from './in-memory-order-repo'
import { InMemoryRoomRepo } from './in-memory-room-repo'

roomRepoContract('in memory', async () => new InMemoryRoomRepo())
claimTriesContract('in memory', async () => new InMemoryClaimTries())
noncesContract('in memory', async () => new InMemoryNonces())
memberRepoContract('in memory', async () => new InMemoryMemberRepo(null))
goodsRepoContract('in memory', async () => new InMemoryGoodsRepo())
orderRepoContract('in memory', async () => new InMemoryOrderRepo())
