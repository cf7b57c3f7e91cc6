/** @sandbox: a shopper buys during a show: one payment per order, and the video keeps playing. */
import assert from 'node:assert/strict'
import { withFault } from './fault-helpers.ts'
import { askShop, putOnShelf } from './shop-helpers.ts'
import { goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

/** A longer gap between frames is seen as a freeze, ms. */
const MAX_GAP_MS = 1_000
/** How much older the frames may be while buying. */
const MAX_AGE_RATIO = 1.3
/** Frames for the baseline, about four seconds, after the ones of a player that is still catching up. */
const [CATCHING_UP, BASELINE] = [30, 60] as const

interface Listed {
  readonly orders: readonly {
    readonly orderID: string
    readonly status: string
    readonly totalFen: number
    readonly lines: readonly { readonly n: number }[]
  }[]
}

describe('a shopper joins late, buys the pinned item in the room, and receives it', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const shopper = useFixture(() => world.phone('林间小鹿'))
  const screen = () => world.browserPage(shopper)

  const ordersOf = (person: string) => askShop<Listed>(world, person, { action: 'order.list' })
  const newest = async () => {
    const { orders } = await ordersOf('林间小鹿')
    assert.ok(orders[0])
    return orders[0]
  }
  /** The frames that the shopper saw in a span of time, oldest first. */
  const framesBetween = async ({ from, to }: Span) => {
    const { players } = await world.sandbox.phone.phones.request(shopper.id, 'media.marks', {})
    return players
      .flatMap(({ samples }) => samples)
      .filter(({ presentedMs }) => presentedMs >= from && presentedMs <= to)
      .sort((one, other) => one.presentedMs - other.presentedMs)
  }
  const answer = (button: string) => screen().locator(button).click()
  let before: Span = { from: 0, to: 0 }
  const purchases: Span[] = []

  beforeAll(async () => {
    await goLive(anchor)
    const roomID = world.sandbox.zego?.rooms()[0]?.roomID ?? ''
    await putOnShelf(world, roomID, ['cup', 'gaiwan'], { lessFen: { gaiwan: 2_900 }, pin: 'gaiwan' })
    await shareRoom(anchor)
  })

  test('who joins late sees the pinned item with its live price', async () => {
    const tappedAt = await world.tapNewestCard(shopper)
    await shopper.isAt('live/room/room')
    await shopper.sees('青花三才盖碗')
    await shopper.sees('讲解中')
    await world.freshFrame(shopper, tappedAt - 1_500)
    const from = Date.now()
    const seen = await waitFor(
      async () => {
        const frames = await framesBetween({ from, to: Number.POSITIVE_INFINITY })
        return frames.length >= CATCHING_UP + BASELINE && frames
      },
      { what: 'the baseline frames', timeoutMs: 30_000 },
    )
    before = { from: seen[CATCHING_UP]?.presentedMs ?? from, to: Date.now() }
  })

  test('the first purchase: 抢, privacy consent, address, 测试支付', async () => {
    const from = Date.now()
    await shopper.tap('#pinned >>> .hang')
    await shopper.sees('填地址并支付 ¥99.00')
    await shopper.tap('#sku >>> #buy')
    await shopper.tap('#consent >>> #privacy-agree')
    await answer('#address-use')
    await answer('#pay-now')
    await shopper.sees('付好了，这件是你的了')
    purchases.push({ from, to: Date.now() })
    expect([(await newest()).status, (await newest()).totalFen]).toStrictEqual(['paid', 9_900])
  })

  test('with a known address it takes three taps, and a double tap places one order', async () => {
    await shopper.tap('#sku >>> #result >>> #second')
    await waitFor(async () => !(await shopper.has('#sku >>> sheet >>> .above')), {
      what: 'the sheet is closed',
    })
    const from = Date.now()
    await shopper.tap('#pinned >>> .hang')
    await shopper.sees('拍下并支付 ¥99.00')
    const buy = await (await shopper.page()).$('#sku')
    const button = await buy?.$('#buy')
    await Promise.all([button?.tap(), button?.tap()])
    await answer('#pay-cancel')
    await shopper.sees('没付成')
    purchases.push({ from, to: Date.now() })
    const { orders } = await ordersOf('林间小鹿')
    expect(orders.map(({ status }) => status)).toStrictEqual(['reserved', 'paid'])
  })

  test('the video kept playing while buying', async () => {
    const was = p95((await framesBetween(before)).map(age))
    const delayed = await Promise.all(
      purchases.map(async ({ from, to }) => {
        const frames = await framesBetween({ from, to })
        const is = p95(frames.map(age))
        const gap = longestGap([from, ...frames.map(({ presentedMs }) => presentedMs), to])
        console.log(`p95 of the frames’ age: ${was} ms before, ${is} ms while buying; ${gap} ms longest gap`)
        return is > MAX_AGE_RATIO * was || gap > MAX_GAP_MS
      }),
    )
    // A busy machine makes frames late, never early: the best purchase shows what buying itself does.
    assert.ok(delayed.includes(false), 'every purchase delayed the video')
  })

  test('an unpaid order is paid on its own page, after a failure without network, with the video in its small window', async () => {
    const { orderID } = await newest()
    await shopper.tap('#sku >>> #result >>> #second')
    await shopper.isAt('shop/order/order')
    await shopper.sees('等你付款')
    await screen().locator('.phone-float').waitFor()
    await world.freshFrame(shopper, Date.now())
    await withFault(world, { target: 'network', kind: 'off', phone: shopper.id }, async () => {
      await shopper.tap('#pay')
      await shopper.sees('没连上网')
    })
    await shopper.tap('#pay')
    await answer('#pay-now')
    await shopper.sees('付好了，等商家发货')
    expect([(await newest()).orderID, (await newest()).status]).toStrictEqual([orderID, 'paid'])
  })

  test('shipped: the shopper refreshes, sees the tracking number and confirms receipt', async () => {
    const { orderID } = await newest()
    await askShop(world, '阿禾', {
      ...{ action: 'order.ship', orderID, carrier: 'SF', trackingNumber: 'SF1509338261045' },
    })
    await (await shopper.page()).callMethod('onPull')
    await shopper.sees('SF1509338261045')
    await shopper.tap('#confirm')
    await shopper.answers('confirmModal')
    await shopper.sees('签收了')
    expect((await newest()).status).toBe('received')
  })

  test('back from the order leads to the room and its video', async () => {
    await back(shopper)
    await shopper.isAt('live/room/room')
    await world.freshFrame(shopper, Date.now())
  })

  test('the anchor’s phone counts both orders during the show', async () => {
    await anchor.sees(/付款\s*2\s*单/, 40_000)
    await anchor.sees('¥198')
  })

  test('no uncaught errors on either phone', () => {
    expect([anchor.exceptions, shopper.exceptions]).toStrictEqual([[], []])
  })
})

/** ms since the epoch. */
interface Span {
  readonly from: number
  readonly to: number
}

interface Frame {
  readonly markMs: number
  readonly presentedMs: number
}

const age = ({ markMs, presentedMs }: Frame): number => presentedMs - markMs

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const value = sorted[Math.ceil(0.95 * sorted.length) - 1]
  assert.ok(value !== undefined, 'not one frame')
  return value
}

/** Between two of these times, ms. */
const longestGap = (times: readonly number[]): number =>
  Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)))

const back = (phone: PhoneDriver) => phone.tap('nav-bar >>> #nav-back')
