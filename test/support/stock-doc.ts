/**
 * Writes docs/stock.md from the tables in miniprogram/domain/order, and from what the writes of the stock and the repair
 * really do: `node --import tsx test/support/stock-doc.ts`. test/functions/stock-doc.test.ts keeps the page current.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GoodsDocument, Reservation } from '../../cloudfunctions/lib/goods/goods-document.ts'
import { type Pieces, piecesIn } from '../../cloudfunctions/lib/goods/goods-repo.ts'
import { type OrderDocument, toOrder } from '../../cloudfunctions/lib/orders/order-document.ts'
import { CLOSE_ANYWAY_MS } from '../../cloudfunctions/lib/orders/reconcile-order.ts'
import { PENDING_AGE_MS, repairReservations } from '../../cloudfunctions/lib/orders/repair-reservations.ts'
import { aGoods } from '../../cloudfunctions/lib/testing/a-goods.ts'
import { anOrder } from '../../cloudfunctions/lib/testing/an-order.ts'
import { FakeClock } from '../../cloudfunctions/lib/testing/fake-clock.ts'
import { InMemoryGoodsRepo } from '../../cloudfunctions/lib/testing/in-memory-goods-repo.ts'
import { InMemoryOrderRepo } from '../../cloudfunctions/lib/testing/in-memory-order-repo.ts'
import { RESERVED_MS } from '../../cloudfunctions/shop/actions/place-order.ts'
import type { OrderStatus, RefundStatus } from '../../miniprogram/domain/api/order.ts'
import {
  ORDER_TRANSITIONS,
  type OrderEvent,
  REFUND_TRANSITIONS,
  type RefundEvent,
} from '../../miniprogram/domain/order/order.machine.ts'
import { orderHead } from '../../miniprogram/shop/text/order-text.ts'
import { markdownTable } from './markdown-table.ts'

export const STOCK_DOC = fileURLToPath(new URL('../../docs/stock.md', import.meta.url))

const ORDER_STATES: Record<OrderStatus, string> = {
  reserved: 'reserved: nobody else can buy them',
  paid: 'sold',
  shipped: 'sold, on their way',
  received: 'sold',
  closed: 'free again',
  returning: 'free again; the money came too late and goes back',
  refunded: 'free again if they were never shipped, else with the shopper',
}

const ORDER_EVENTS: Record<OrderEvent, string> = {
  pay: 'WeChat Pay says so: by its notice, asked by the phone, or asked by the timer',
  cancel: 'the shopper, after WeChat Pay has closed the payment',
  expire: `the timer, ${RESERVED_MS / 60_000} minutes after the order, after WeChat Pay has closed the payment (${CLOSE_ANYWAY_MS / 60_000} minutes later even if it cannot be asked)`,
  ship: 'the owner; once more when the number was wrong',
  confirmReceipt: 'the shopper',
  refundAll: 'WeChat Pay has sent back the last of the money',
}

const REFUND_EVENTS: Record<RefundEvent, string> = {
  accept: 'the owner; a payment that came too late is accepted from the start',
  refuse: 'the owner',
  done: 'WeChat Pay says that the money is back',
  fail: 'WeChat Pay says that it could not be sent back',
  retry: 'the owner accepts again; it gets a new number at WeChat Pay',
}

const REFUND_STATES: Record<RefundStatus, string> = {
  asked: 'with the shop, whose owner has to decide',
  accepted: 'on its way back',
  failed: 'still with the shop, whose owner has to try again',
  refused: 'stays with the shop',
  done: 'with the shopper',
}

const PROOF = [
  '`cloudfunctions/lib/orders/crash-recovery.test.ts`: the function crashes at every call of every step, everything is tried again, all balances.',
  '`cloudfunctions/lib/orders/balance.test.ts`: random sequences of buyers, cancels, timeouts, notices and refunds, some at once, keep pieces, purchases and money equal to the orders.',
  '`cloudfunctions/lib/goods/goods-repo.contract.ts`: each write, in memory and through the real SDK on the sandbox’s database.',
  '`npm run bench -- flash-sale --json`: 1,000 people tap on 100 pieces within two seconds; counts what is oversold and lost.',
]

export async function stockDoc(): Promise<string> {
  return `${[
    '<!-- Written by test/support/stock-doc.ts: tables of miniprogram/domain/order, writes and repair as they are. Change those, then run it. -->',
    '# Stock',
    'The truth about pieces stands in one document for each item of goods: `stock` that is free (by SKU), `reservations` of orders that are not paid yet, and `sold`. A piece is in exactly one of the three at every moment: each write below moves it **and** leaves a record of the move in one conditional update, so a function that crashes cannot lose it ([decision 7](decisions/0007-one-conditional-write.md)).',
    '## Writes',
    'What each moves, tried with an order of two pieces. One that finds nothing to do changes nothing and says so; so everything may be repeated.',
    markdownTable(['write', 'when', 'free', 'reserved', 'sold', 'pending', 'repeated'], await writeRows()),
    'A reservation is identified by its order and by the moment it was made: a late repeat of a request can neither commit nor release the pieces of another moment. `reserve` requires besides that the goods are on sale, not edited since they were read (`rev`), that each SKU has enough, and that the person has bought nothing meanwhile (purchase limit). The record of `restock` stays for at least a minute, so no refund restocks twice. `pendingCount` counts reservations and restocks: the timer finds by it what it has to look at.',
    '## Order',
    markdownTable(
      ['state', 'its pieces are', 'the shopper reads'],
      keysOf(ORDER_TRANSITIONS).map((status) => [`\`${status}\``, ORDER_STATES[status], headOf(status)]),
    ),
    transitions(ORDER_TRANSITIONS, ORDER_EVENTS),
    'What a state does not list is refused. Every change is written only to the `rev` that was read; who was slower reads again.',
    '## Refund',
    'Whole or by pieces; one open request at a time. Pieces that were not shipped when it was accepted are free again before the money is asked back.',
    markdownTable(
      ['state', 'the money is'],
      keysOf(REFUND_TRANSITIONS).map((status) => [`\`${status}\``, REFUND_STATES[status]]),
    ),
    transitions(REFUND_TRANSITIONS, REFUND_EVENTS),
    '## Reservations that a crashed function left behind',
    `The minute timer compares each record older than ${PENDING_AGE_MS / 1_000} s (no function runs that long) with its order.`,
    markdownTable(['the order is', 'the reservation', 'in the log'], await repairRows()),
    'What it repaired stands in the log of `clock` (`reservation-repaired`, one line each) and, as numbers, in its answer.',
    '## Proof',
    PROOF.map((line) => `- ${line}`).join('\n'),
  ].join('\n\n')}\n`
}

const SHOPPER = 'oShopper'
const PIECES: Pieces = { goodsID: 'cup', openid: SHOPPER, lines: { one: 2 }, isCounted: true }
const TAKEN_AT = 1_000
const RESERVATION: Reservation = { openid: SHOPPER, lines: PIECES.lines, at: TAKEN_AT, isCounted: true }

const free = () => aGoods({ _id: 'cup', stock: { one: 10 }, limit: 5 })
const held = () =>
  aGoods({
    _id: 'cup',
    stock: { one: 8 },
    reservations: { KB1: RESERVATION },
    bought: { [SHOPPER]: 2 },
    pendingCount: 1,
    limit: 5,
  })
const sold = () => aGoods({ _id: 'cup', stock: { one: 8 }, sold: 2, bought: { [SHOPPER]: 2 }, limit: 5 })

async function writeRows(): Promise<string[][]> {
  const seen = free()
  const restocked: GoodsDocument = { ...sold(), restocks: { 'KB1-R1': TAKEN_AT }, pendingCount: 1 }
  const row = async (
    name: string,
    when: string,
    before: GoodsDocument,
    run: (goods: InMemoryGoodsRepo) => Promise<boolean>,
  ) => {
    const goods = new InMemoryGoodsRepo()
    await goods.add(before)
    if (!(await run(goods))) throw new Error(`${name} wrote nothing`)
    const after = goods.documents.get('cup') ?? before
    const moved = (of: (one: GoodsDocument) => number) => signed(of(after) - of(before))
    const again = (await run(goods)) ? 'writes again' : 'changes nothing'
    const figures = [
      moved(({ stock }) => piecesIn(stock)),
      moved(({ reservations }) =>
        Object.values(reservations).reduce((sum, { lines }) => sum + piecesIn(lines), 0),
      ),
      moved(({ sold }) => sold),
      moved(({ pendingCount }) => pendingCount),
    ]
    return [`\`${name}\``, when, ...figures, again]
  }
  return [
    await row('reserve', 'placed', seen, (goods) => goods.reserve(seen, 'KB1', PIECES, TAKEN_AT)),
    await row('commit', 'paid', held(), (goods) => goods.commit('KB1', PIECES, TAKEN_AT)),
    await row('release', 'cancelled, expired', held(), (goods) => goods.release('KB1', PIECES, TAKEN_AT)),
    await row('restock', 'refunded before it was shipped', sold(), (goods) =>
      goods.restock('KB1-R1', PIECES, TAKEN_AT),
    ),
    await row('forgetRestock', 'the order knows of it', restocked, (goods) =>
      goods.forgetRestock('cup', 'KB1-R1'),
    ),
  ]
}

async function repairRows(): Promise<string[][]> {
  const order = (given: Partial<OrderDocument>) =>
    anOrder({ _id: 'KB1', openid: SHOPPER, goodsID: 'cup', placedAt: TAKEN_AT, ...given })
  const paidAt = TAKEN_AT + 1
  const closedAt = TAKEN_AT + 2
  const cases: [string, OrderDocument | null][] = [
    ['missing: crashed between reserving and placing', null],
    ['of another moment: a late repeat reserved anew', order({ placedAt: TAKEN_AT - 1 })],
    ['`reserved`', order({})],
    ['`paid`', order({ status: 'paid', paidAt })],
    ['`shipped`', order({ status: 'shipped', paidAt })],
    ['`received`', order({ status: 'received', paidAt })],
    ['`refunded`', order({ status: 'refunded', paidAt })],
    ['`closed`', order({ status: 'closed', closedAt })],
    ['`returning`', order({ status: 'returning', paidAt, closedAt })],
    ['`refunded` after it was closed', order({ status: 'refunded', paidAt, closedAt })],
  ]
  return Promise.all(
    cases.map(async ([name, order]) => {
      const goods = new InMemoryGoodsRepo()
      const orders = new InMemoryOrderRepo()
      await goods.add(held())
      if (order) await orders.add(order)
      const clock = new FakeClock()
      clock.advance(TAKEN_AT + PENDING_AGE_MS)
      const found: string[] = []
      await repairReservations({ goods, orders, clock, log: (entry) => void found.push(String(entry.found)) })
      return [name, fateOf(goods.documents.get('cup')), found.map((kind) => `\`${kind}\``).join() || '—']
    }),
  )
}

function fateOf(goods: GoodsDocument | undefined): string {
  if (!goods) throw new Error('the goods are gone')
  if ('KB1' in goods.reservations) return 'stays'
  return goods.sold > 0 ? 'committed: its pieces are sold' : 'released: its pieces are free'
}

function transitions(
  table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>,
  means: Readonly<Record<string, string>>,
): string {
  const rows = Object.entries(means).map(([event, meaning]) => {
    const steps = Object.entries(table).flatMap(([from, row]) => {
      const to = row[event]
      return to === undefined ? [] : [`\`${from}\` → \`${to}\``]
    })
    return [`\`${event}\``, meaning, steps.join(', ')]
  })
  return markdownTable(['event', 'who says so', 'leads'], rows)
}

/** What stands on top of the order's page. */
function headOf(status: OrderStatus): string {
  const { title } = orderHead(toOrder(anOrder({ status, placedAt: TAKEN_AT })), TAKEN_AT)
  return title
}

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) => Object.keys(table) as Key[]
const signed = (n: number) => (n === 0 ? '' : n > 0 ? `+${n}` : `−${-n}`)

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(STOCK_DOC, await stockDoc())
