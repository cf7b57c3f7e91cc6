import * as fc from 'fast-check'
import { aTrade } from '../testing/a-trade'
import { crashable } from '../testing/crashable'

// Whatever buyers, timer, WeChat Pay and owner do, in any order, at once, with workers that die and answers that are
// lost: when all is quiet, pieces, purchases and money agree with the orders to the piece and the fen.

const BUYERS = ['oA', 'oB', 'oC'] as const
const KEYS = ['k1', 'k2'] as const
const VERBS = [
  ...['place', 'place', 'pay', 'pay', 'money', 'money', 'notice', 'notice', 'confirm'],
  ...[
    'cancel',
    'minute',
    'later',
    'askRefund',
    'accept',
    'refuse',
    'commit',
    'fail',
    'ship',
    'receive',
    'lose',
  ],
] as const

const event = fc.record({
  verb: fc.constantFrom(...VERBS),
  who: fc.constantFrom(...BUYERS),
  key: fc.constantFrom(...KEYS),
  n: fc.integer({ min: 1, max: 3 }),
  ms: fc.constantFrom(1_000, 61_000, 500_000, 901_000),
  /** Calls after which the worker dies. */
  survives: fc.oneof({ weight: 3, arbitrary: fc.constant(99) }, fc.integer({ min: 0, max: 6 })),
  lost: fc.constantFrom('before' as const, 'after' as const),
})
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

async function run(
  trade: Awaited<ReturnType<typeof aTrade>>,
  { verb, who, key, n, ms, survives, lost }: Event,
) {
  const { services: by } = crashable(trade.services, survives)
  const order = trade.orderOf(who, key)
  const id = order?._id ?? 'KB0'
  const refundID = order?.refunds.at(-1)?.refundID ?? 'KB0-R1'
  switch (verb) {
    case 'place':
      return trade.place(who, key, n, by)
    case 'pay':
      return trade.pay(who, id, by)
    case 'money':
      return trade.payments.pays(id)
    case 'notice':
      return trade.notice(id, by)
    case 'confirm':
      return trade.confirm(who, id, by)
    case 'cancel':
      return trade.cancel(who, id, by)
    case 'minute':
      return trade.minute(by)
    case 'later':
      return trade.clock.advance(ms)
    case 'askRefund':
      return trade.askRefund(who, id, n, by)
    case 'accept':
      return trade.decide(id, refundID, true, by)
    case 'refuse':
      return trade.decide(id, refundID, false, by)
    case 'commit':
      return trade.settleRefunds(id, 'done', by)
    case 'fail':
      return trade.settleRefunds(id, 'failed', by)
    case 'ship':
      return trade.ship(id, by)
    case 'receive':
      return trade.receive(who, id, by)
    case 'lose':
      return trade.payments.losesNext(1, lost)
  }
}

/** A refusal is an answer like any other. */
const ignoring = (refused: unknown) => void refused

test('any sequence of what people, timer and WeChat Pay do, some of it at once, balances', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 25 }),
      fc.constantFrom(null, 2, 5),
      async (rounds, limit) => {
        const trade = await aTrade({ stock: 6, limit })
        for (const atOnce of rounds) {
          await Promise.all(atOnce.map((one) => run(trade, one).catch(ignoring)))
        }
        trade.payments.losesNext(0, 'before')
        await trade.quiet()
        trade.balances()
      },
    ),
    { numRuns: 200 },
  )
})
