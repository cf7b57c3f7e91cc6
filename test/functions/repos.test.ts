/** What the repos promise, held by the real wx-server-sdk and the sandbox's database, with calls at once in two instances. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import indexes from '../../cloudfunctions/database/indexes.json' with { type: 'json' }
import databaseRules from '../../cloudfunctions/database/rules.json' with { type: 'json' }
import { noncesContract } from '../../cloudfunctions/lib/callbacks/nonces.contract.ts'
import type { Nonces } from '../../cloudfunctions/lib/callbacks/nonces.ts'
import { goodsRepoContract } from '../../cloudfunctions/lib/goods/goods-repo.contract.ts'
import type { GoodsRepo } from '../../cloudfunctions/lib/goods/goods-repo.ts'
import { claimTriesContract } from '../../cloudfunctions/lib/members/claim-tries.contract.ts'
import type { ClaimTries } from '../../cloudfunctions/lib/members/claim-tries.ts'
import { memberRepoContract } from '../../cloudfunctions/lib/members/member-repo.contract.ts'
import type { MemberRepo } from '../../cloudfunctions/lib/members/member-repo.ts'
import { orderRepoContract } from '../../cloudfunctions/lib/orders/order-repo.contract.ts'
import type { OrderRepo } from '../../cloudfunctions/lib/orders/order-repo.ts'
import { roomRepoContract } from '../../cloudfunctions/lib/rooms/room-repo.contract.ts'
import type { RoomRepo } from '../../cloudfunctions/lib/rooms/room-repo.ts'
import { type TestCloud, useCloud } from '../../sandbox/cloud/testing/use-cloud.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A function that is nothing but the repos. */
const REPOS = `
  import * as cloud from 'wx-server-sdk'
  import { cloudNonces } from './lib/callbacks/nonces'
  import { cloudClaimTries } from './lib/members/claim-tries'
  import { cloudGoodsRepo } from './lib/goods/cloud-goods-repo'
  import { cloudMemberRepo } from './lib/members/cloud-member-repo'
  import { cloudOrderRepo } from './lib/orders/cloud-order-repo'
  import { cloudRoomRepo } from './lib/rooms/cloud-room-repo'
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
  const db = cloud.database()
  const repos = {
    rooms: cloudRoomRepo(db),
    goods: cloudGoodsRepo(db),
    orders: cloudOrderRepo(db),
    members: cloudMemberRepo(db),
    claimTries: cloudClaimTries(db),
    nonces: cloudNonces(db),
  }
  export const main = ({ repo, method, args }) => repos[repo][method](...args)
`

let cloud: TestCloud

beforeAll(async () => {
  const { outputFiles } = await esbuild.build({
    stdin: { resolveDir: join(root, 'cloudfunctions'), loader: 'ts', contents: REPOS },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['wx-server-sdk'],
  })
  cloud = await useCloud({
    functions: { repos: outputFiles[0]?.text ?? '' },
    indexes,
    collections: Object.keys(databaseRules),
  })
})

afterAll(() => cloud?.dispose())

/** The repo over an empty database; every method is a call of the function. */
function emptyRepo<Repo extends object>(repo: string, methods: Record<keyof Repo & string, true>) {
  return async (): Promise<Repo> => {
    for (const name of Object.keys(databaseRules)) await cloud.database.remove(name, {})
    const entries = Object.keys(methods).map((method) => [
      method,
      (...args: unknown[]) => cloud.call('oSomebody', 'repos', { repo, method, args }),
    ])
    return Object.fromEntries(entries)
  }
}

const NAME = 'through wx-server-sdk'
roomRepoContract(
  NAME,
  emptyRepo<RoomRepo>('rooms', {
    find: true,
    findOpenOf: true,
    listShown: true,
    listLive: true,
    add: true,
    update: true,
    note: true,
  }),
)
memberRepoContract(NAME, emptyRepo<MemberRepo>('members', { owner: true, claim: true }))
claimTriesContract(NAME, emptyRepo<ClaimTries>('claimTries', { count: true, forget: true }))
noncesContract(NAME, emptyRepo<Nonces>('nonces', { use: true, release: true, forget: true }))
goodsRepoContract(
  NAME,
  emptyRepo<GoodsRepo>('goods', {
    find: true,
    findAll: true,
    list: true,
    listPending: true,
    add: true,
    save: true,
    reserve: true,
    commit: true,
    release: true,
    restock: true,
    forgetRestock: true,
  }),
)
orderRepoContract(
  NAME,
  emptyRepo<OrderRepo>('orders', {
    find: true,
    findAll: true,
    add: true,
    update: true,
    list: true,
    listDue: true,
    listUnshipped: true,
    salesSummary: true,
  }),
)
