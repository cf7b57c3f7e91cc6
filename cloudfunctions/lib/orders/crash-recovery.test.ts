import assert from 'node:assert/strict'
import { aTrade } from '../testing/a-trade'
import { crashable } from '../testing/crashable'

// The function crashes at every moment of every step of a purchase; then everything is tried again, as phones, WeChat
// Pay and the timer do. At the end money, stock and orders agree to the piece.

const BUYER = 'oBuyer'
type Trade = Awaited<ReturnType<typeof aTrade>>
type Worker = Parameters<Trade['place']>[3]

/** The order of `k1`, whatever state it is in. */
const idOf = (trade: Trade) => {
  const order = trade.orderOf(BUYER, 'k1')
  if (!order) throw new Error('there is no order')
  return order._id
}

interface Step {
  readonly name: string
  run(trade: Trade, by?: Worker): Promise<unknown>
}

const place: Step = { name: 'place', run: (trade, by) => trade.place(BUYER, 'k1', 2, by) }
const pay: Step = { name: 'pay', run: (trade, by) => trade.pay(BUYER, idOf(trade), by) }
const notice: Step = { name: 'notice', run: (trade, by) => trade.notice(idOf(trade), by) }
const confirm: Step = { name: 'confirmPaid', run: (trade, by) => trade.confirm(BUYER, idOf(trade), by) }
const cancel: Step = { name: 'cancel', run: (trade, by) => trade.cancel(BUYER, idOf(trade), by) }
const ship: Step = { name: 'ship', run: (trade, by) => trade.ship(idOf(trade), by) }
const receive: Step = { name: 'receipt', run: (trade, by) => trade.receive(BUYER, idOf(trade), by) }
const ask = (n: number): Step => ({
  name: `ask refund of ${n}`,
  run: (trade, by) => trade.askRefund(BUYER, idOf(trade), n, by),
})
const accept: Step = {
  name: 'accept refund',
  run: (trade, by) => {
    const { _id, refunds } = trade.orderOf(BUYER, 'k1') ?? {}
    return trade.decide(_id ?? '', refunds?.at(-1)?.refundID ?? '', true, by)
  },
}
const refundNotice: Step = {
  name: 'refund notice',
  run: (trade, by) => trade.settleRefunds(idOf(trade), 'done', by),
}
const minute: Step = { name: 'a minute of the timer', run: (trade, by) => trade.minute(by) }
const money: Step = {
  name: 'the money',
  run: async (trade) => {
    const known = await trade.payments.query(idOf(trade))
    if (known?.state === 'unpaid') trade.payments.pays(idOf(trade))
  },
}
const later = (ms: number): Step => ({
  name: 'later',
  run: async (trade) => trade.clock.advance(ms),
})

const STORIES: [name: string, steps: Step[], status: string][] = [
  ['bought, shipped, received', [place, pay, money, notice, ship, receive], 'received'],
  ['bought, the phone says so, before the notice', [place, pay, money, confirm, notice], 'paid'],
  ['bought, no notice ever comes', [place, pay, money, later(61_000), minute], 'paid'],
  ['cancelled', [place, cancel], 'closed'],
  ['cancelled after looking at the payment', [place, pay, cancel], 'closed'],
  ['never paid', [place, pay, later(901_000), minute], 'closed'],
  [
    'refunded whole before it was shipped',
    [place, pay, money, notice, ask(2), accept, refundNotice],
    'refunded',
  ],
  [
    'one of two refunded, then shipped',
    [place, pay, money, notice, ask(1), accept, refundNotice, ship],
    'shipped',
  ],
  [
    'refunded after it was shipped',
    [place, pay, money, notice, ship, ask(2), accept, refundNotice],
    'refunded',
  ],
  ['refunded by the timer', [place, pay, money, notice, ask(1), accept, later(61_000), minute], 'paid'],
]

/**
 * The story once for every call of every step: there the worker dies, and what comes then is `after` it; when all is
 * quiet it has to balance.
 */
async function killedAnywhere(
  steps: readonly Step[],
  after: 'tried again' | 'never tried again',
  check: (trade: Trade, where: string) => void = () => {},
): Promise<void> {
  for (const victim of steps) {
    for (let survived = 0; ; survived += 1) {
      const trade = await aTrade({ stock: 5, limit: 3 })
      let hasCrashed = false
      for (const step of steps) {
        if (step !== victim) {
          await step.run(trade)
          continue
        }
        const worker = crashable(trade.services, survived)
        await step.run(trade, worker.services).catch(() => {})
        hasCrashed = worker.hasCrashed()
        if (!hasCrashed) continue
        if (after === 'never tried again') break
        await step.run(trade)
      }
      await trade.quiet()
      check(trade, `${victim.name}, crashed after ${survived} calls`)
      trade.balances()
      if (!hasCrashed) break
    }
  }
}

for (const [name, steps, status] of STORIES) {
  test(`${name}: crashed at any step and tried again, everything balances`, () =>
    killedAnywhere(steps, 'tried again', (trade, where) =>
      assert.equal(trade.orderOf(BUYER, 'k1')?.status, status, where),
    ))

  test(`${name}: crashed at any step and never tried again, the timer brings it to an end that balances`, () =>
    killedAnywhere(steps, 'never tried again'))
}

test('what was left half done is told in the log, by kind', async () => {
  const trade = await aTrade({ stock: 5 })
  const dead = async (calls: number, run: (by: Worker) => Promise<unknown>) =>
    run(crashable(trade.services, calls).services).catch(() => {})
  await dead(3, (by) => trade.place('oA', 'k1', 1, by)) // goods, room, hold
  await trade.place('oB', 'k1')
  const b = trade.orderOf('oB', 'k1')?._id ?? ''
  await trade.pay('oB', b)
  trade.payments.pays(b)
  await dead(3, (by) => trade.notice(b, by)) // order, order, paid
  await trade.place('oC', 'k1')
  await dead(3, (by) => trade.cancel('oC', trade.orderOf('oC', 'k1')?._id ?? '', by)) // order, order, closed
  trade.clock.advance(61_000)
  const reply = await trade.tick()
  assert.ok(reply.ok)
  expect(reply.data.reservations).toStrictEqual({ withoutOrder: 1, paid: 1, closed: 1, restocks: 0 })
  expect(
    trade.log.filter(({ event }) => event === 'reservation-repaired').map(({ found }) => found),
  ).toStrictEqual(['withoutOrder', 'paid', 'closed'])
  await trade.quiet()
  trade.balances()
})
