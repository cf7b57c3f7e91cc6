import { ADDRESS } from '../../cloudfunctions/lib/testing/an-order.ts'
import type { Order } from '../../miniprogram/domain/api/order.ts'
import { fen } from '../../miniprogram/domain/money.ts'
import { seededRandom } from '../../sandbox/cloud/workers/seeded-random.ts'
import { type CloudShop, OWNER, startCloudShop } from '../functions/support/cloud-shop.ts'
import { waitFor } from '../support/wait-for.ts'
import { percentile } from './percentile.ts'

const BUYERS = 1_000
const STOCK = 100
/** All of them tap within this time. */
const WITHIN_MS = 2_000
const INSTANCES = 4
const SEED = 20261125
const PRICE = fen(15_800)
const LIVE_PRICE = fen(9_900)

interface Answer {
  readonly openid: string
  /** The order that the person was told is theirs. */
  readonly order: Order | null
  /** Why not; 'NO_ANSWER' = the call failed. */
  readonly code: string
  readonly tookMs: number
}

/**
 * 1,000 people tap within two seconds on the last 100 pieces, one each a person, at a price of the live; who gets one
 * pays for it.
 *
 * Real: the built functions with the real wx-server-sdk in four or more instances of the sandbox's cloud (its pool
 * recycles some meanwhile), its database, and WeChat Pay's double with its notices. Every figure is counted: from the
 * answers on the phones, from the counters of the cloud, and at the end from the documents of the database. Latencies
 * and `perSecond` are this machine's, not CloudBase's.
 *
 * `lost` = people told "yours" without an order + pieces neither sold, reserved nor on the shelf. Database calls are
 * averages; `dbCallsMost` is the dearest one (who loses the race for the last piece looks at the goods again).
 */
export async function benchFlashSale(): Promise<object> {
  const shop = await startCloudShop({ instances: INSTANCES })
  try {
    return await runSale(shop)
  } finally {
    await shop.stop()
  }
}

async function runSale(shop: CloudShop): Promise<object> {
  const { cloud } = shop
  const offer = await offerGoods(shop)
  await lookAround(shop, offer)

  cloud.resetCounters()
  const startedAt = performance.now()
  const answers = await rush(shop, offer)
  const rushMs = performance.now() - startedAt
  const { dbByPerson, instances } = cloud.counters()

  await payAll(shop, answers)
  const snapshot = await count(shop, offer.goodsID)

  const placed = answers.filter(({ order }) => order !== null)
  const refused = answers.filter(({ order }) => order === null)
  const callsOf = (people: readonly Answer[]) => people.map(({ openid }) => dbByPerson[openid] ?? 0)
  const withoutOrder = placed.filter(
    ({ openid, order }) => snapshot.ownerOf.get(order?.orderID ?? '') !== openid,
  )
  const missing = STOCK - snapshot.sold - snapshot.reserved - snapshot.onShelf
  return {
    buyers: answers.length,
    stock: STOCK,
    sold: snapshot.sold,
    oversold: Math.max(0, snapshot.sold + snapshot.reserved - STOCK, snapshot.belowZero),
    lost: withoutOrder.length + Math.max(0, missing),
    instances: instances.shop ?? 0,
    dbCallsPerOrder: mean(callsOf(placed)),
    dbCallsPerRefusal: mean(callsOf(refused)),
    dbCallsMost: { order: Math.max(0, ...callsOf(placed)), refusal: Math.max(0, ...callsOf(refused)) },
    perSecond: Math.round((answers.length / rushMs) * 1_000),
    p95Ms: Math.round(
      percentile(
        answers.map(({ tookMs }) => tookMs),
        95,
      ),
    ),
    answers: countBy(answers.map(({ order, code }) => (order ? 'PLACED' : code))),
  }
}

interface Offer {
  readonly goodsID: string
  readonly skuID: string
  readonly roomID: string
}

/** A show on air that sells the goods cheaper, all of it done by the owner's own calls. */
async function offerGoods({ ask }: CloudShop): Promise<Offer> {
  const { goods } = await ask(OWNER, 'goods.save', {
    draft: {
      title: '梅子青品茗对杯',
      pictures: ['/pictures/cup.png'],
      dimensions: [],
      skus: [{ values: [], priceFen: PRICE, marketPriceFen: null, addStock: STOCK }],
      limit: 1,
    },
  })
  const { goodsID } = goods
  const skuID = goods.skus[0]?.skuID ?? ''
  await ask(OWNER, 'goods.setOnSale', { goodsID, onSale: true })
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID, shelfRev } = room
  const livePrices = { [skuID]: LIVE_PRICE }
  await ask(OWNER, 'shelf.set', { roomID, shelfRev, entries: [{ goodsID, livePrices }] })
  await ask(OWNER, 'studio.start', { roomID })
  return { goodsID, skuID, roomID }
}

/** People look before they buy: the instances have loaded when the rush begins. */
async function lookAround({ ask }: CloudShop, { goodsID, roomID }: Offer): Promise<void> {
  const looks = Array.from({ length: INSTANCES * 5 }, () => ask(OWNER, 'goods.get', { goodsID, roomID }))
  await Promise.all(looks)
}

async function rush(shop: CloudShop, offer: Offer): Promise<Answer[]> {
  const random = seededRandom(SEED)
  const taps = Array.from({ length: BUYERS }, (_, n) => {
    const openid = `oBuyer${String(n).padStart(22, '0')}`
    return { openid, requestID: `request-${n}`, afterMs: random() * WITHIN_MS }
  })
  return Promise.all(
    taps.map(async ({ openid, requestID, afterMs }): Promise<Answer> => {
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      const tappedAt = performance.now()
      const answer = await place(shop, offer, openid, requestID)
      return { openid, ...answer, tookMs: performance.now() - tappedAt }
    }),
  )
}

async function place(
  { call }: CloudShop,
  { goodsID, skuID, roomID }: Offer,
  openid: string,
  requestID: string,
): Promise<Pick<Answer, 'order' | 'code'>> {
  try {
    const reply = await call(openid, 'order.place', {
      requestID,
      goodsID,
      lines: [{ skuID, n: 1 }],
      roomID,
      address: ADDRESS,
      expectedFen: LIVE_PRICE,
    })
    return reply.ok ? { order: reply.data.order, code: '' } : { order: null, code: reply.code }
  } catch {
    return { order: null, code: 'NO_ANSWER' }
  }
}

/** Whoever was told "yours" pays; the notices of WeChat Pay make the orders paid. */
async function payAll(shop: CloudShop, answers: readonly Answer[]): Promise<void> {
  let payments = 0
  for (const { openid, order } of answers) {
    if (!order) continue
    const { payment } = await shop.ask(openid, 'order.pay', { orderID: order.orderID })
    shop.pay.pay(openid, payment, 'once')
    payments += 1
  }
  await waitFor(async () => (await shop.cloud.database.count('orders', { status: 'paid' })) >= payments, {
    what: 'every payment to be booked',
    timeoutMs: 60_000,
  })
}

/** What the database says. */
async function count({ cloud }: CloudShop, goodsID: string) {
  const orders = await cloud.database.find('orders', {})
  const [goods] = await cloud.database.find('goods', { _id: goodsID })
  const stock = Object.values((goods?.stock ?? {}) as Record<string, number>)
  const piecesOf = (status: string) =>
    sum(orders.filter((order) => order.status === status).map(({ pieces }) => Number(pieces)))
  return {
    sold: piecesOf('paid'),
    reserved: piecesOf('reserved'),
    onShelf: sum(stock.map((n) => Math.max(0, n))),
    belowZero: sum(stock.map((n) => Math.max(0, -n))),
    ownerOf: new Map(orders.map(({ _id, openid }) => [String(_id), openid])),
  }
}

const sum = (figures: readonly number[]) => figures.reduce((all, one) => all + one, 0)

/** Two decimals; null when there is nothing to divide by. */
const mean = (figures: readonly number[]) =>
  figures.length === 0 ? null : Math.round((sum(figures) / figures.length) * 100) / 100

function countBy(words: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const word of words) counted[word] = (counted[word] ?? 0) + 1
  return counted
}
