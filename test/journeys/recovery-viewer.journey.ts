/** @sandbox: what can happen to a shopper, and that the picture comes back by itself or one sentence says what to do. */
import assert from 'node:assert/strict'
import { type Fault, injectFault, liftFaults, waitForFaultsToEnd } from './fault-helpers.ts'
import { expectHealthy, longestFreeze, type Show, startShow, waitForLogin } from './recovery-helpers.ts'
import { matrixRows } from './test-matrix.ts'
import { type PhoneDriver, useWorld, waitFor } from './world.ts'

const world = useWorld()

/** So long the app itself lets a picture rest before it says a word (rtc/frame-watch.ts). */
const A_BLINK_MS = 4_000

interface FaultCase {
  readonly what: string
  /** What happens at once; `phone` is the shopper's. */
  readonly faults: readonly Fault[]
  /** On the shopper's phone meanwhile. */
  readonly says?: string | RegExp
  /** false = the picture moves on as if nothing had happened. */
  readonly stops: boolean
  /** ZEGO's room is entered anew. */
  readonly login?: true
  readonly inSample?: true
}

const MINE = { phone: 'shopper' }

const FAULT_CASES: readonly FaultCase[] = [
  {
    what: 'the network is away for 12 s',
    faults: [{ ...MINE, target: 'network', kind: 'off', forMs: 12_000 }],
    says: '手机断网了',
    stops: true,
    login: true,
    inSample: true,
  },
  {
    what: 'Wi-Fi becomes 4G, and Wi-Fi again after 5 s',
    faults: [{ ...MINE, target: 'network', kind: 'switch', forMs: 5_000 }],
    stops: true,
    login: true,
  },
  {
    what: 'the app is in the background for 8 s',
    faults: [{ ...MINE, target: 'phone', kind: 'background', forMs: 8_000 }],
    stops: true,
  },
  {
    what: 'somebody calls and hangs up after 5 s',
    faults: [{ ...MINE, target: 'phone', kind: 'call', forMs: 5_000 }],
    stops: false,
  },
  {
    what: 'the media servers are gone for 6 s',
    faults: [{ target: 'media', kind: 'restart', downMs: 6_000 }],
    says: /正在恢复画面|主播离开一下/,
    stops: true,
    inSample: true,
  },
  {
    what: 'the media servers stand still for 14 s',
    faults: [{ target: 'media', kind: 'freeze', forMs: 14_000 }],
    says: '主播离开一下',
    stops: true,
  },
  {
    what: 'ZEGO’s socket breaks',
    faults: [{ ...MINE, target: 'zego', kind: 'dropSocket' }],
    stops: false,
    login: true,
  },
  {
    what: 'ZEGO restarts and has forgotten everything',
    faults: [{ target: 'zego', kind: 'restartEmpty' }],
    stops: true,
    login: true,
  },
  {
    what: 'the socket breaks when the token has run out',
    faults: [
      { ...MINE, target: 'zego', kind: 'expireToken' },
      { ...MINE, target: 'zego', kind: 'dropSocket' },
    ],
    stops: true,
    login: true,
  },
]

let show: Show

async function injectFaults(faults: readonly Fault[], shopper: PhoneDriver): Promise<void> {
  for (const fault of faults)
    await injectFault(world, { ...fault, ...(fault.phone === 'shopper' ? { phone: shopper.id } : {}) })
}

/** The shopper's phone goes home and comes in again by the anchor's card; answers when it was tapped. */
async function enterAgain({ shopper }: Show): Promise<number> {
  await shopper.opens('/pages/home/home')
  await shopper.isAt('pages/home/home')
  return world.tapNewestCard(shopper)
}

/** ZEGO has taken a new token from this phone. */
const renewedToken = (phone: PhoneDriver, sinceMs: number) =>
  waitFor(
    async () => {
      const query = `phone=${phone.id}&kind=sdk&name=ZegoExpressEngine.renewToken&since=${sinceMs}`
      const { records } = await world.control<{ records: unknown[] }>('GET', `/record?${query}`)
      return records.length > 0
    },
    { what: 'a renewed token', timeoutMs: 60_000, everyMs: 200 },
  )

const peopleIn = (count: number) =>
  waitFor(() => world.sandbox.zego?.rooms()[0]?.users.length === count, {
    what: `${count} people in ZEGO’s room`,
  })

test('a show is on the air and a shopper watches', async () => {
  const shopper = await world.phone('林间小鹿')
  show = await startShow(world, { anchor: await world.phone('阿禾'), shopper })
})

for (const { what, faults, says, stops, login } of matrixRows(FAULT_CASES)) {
  test(`${what}: the shopper’s picture ${stops ? 'comes back' : 'goes on'} by itself`, async () => {
    const { shopper } = show
    const injectedAt = Date.now()
    // A restart answers when it is over: the sentence is looked for meanwhile.
    const injected = injectFaults(faults, shopper)
    if (says) await shopper.sees(says, 25_000)
    await injected
    const overAt = await waitForFaultsToEnd(world)
    if (login) await waitForLogin(world, shopper, injectedAt)
    const { presentedMs } = await world.freshFrame(shopper, overAt, 40_000)
    const still = await longestFreeze(world, shopper, injectedAt)
    console.log(`fresh frames ${presentedMs - overAt} ms after its end, picture still for ${still} ms`)
    if (!stops) assert.ok(still < A_BLINK_MS, `the picture stood still for ${still} ms`)
    await expectHealthy(world, show)
  })
}

const SCENARIOS: readonly {
  readonly what: string
  readonly inSample?: true
  run(show: Show & { readonly shopper: PhoneDriver }): Promise<void>
}[] = [
  {
    what: 'ZEGO does not answer the first login: the shopper comes in by itself',
    async run(show) {
      await injectFault(world, { target: 'zego', kind: 'muteLogin', phone: show.shopper.id, forMs: 6_000 })
      const tappedAt = await enterAgain(show)
      await world.freshFrame(show.shopper, tappedAt, 40_000)
    },
  },
  {
    what: 'ZEGO never answers the login: a sentence, and the button works as soon as ZEGO does',
    async run(show) {
      const { shopper } = show
      await injectFault(world, { target: 'zego', kind: 'muteLogin', phone: shopper.id })
      await enterAgain(show)
      await shopper.sees('没能进直播间', 40_000)
      await liftFaults(world)
      const tappedAt = Date.now()
      await shopper.tap('.state-btn')
      await world.freshFrame(shopper, tappedAt, 40_000)
    },
  },
  {
    what: 'no address is given out for 6 s: the picture comes by itself',
    async run(show) {
      await injectFault(world, { target: 'zego', kind: 'dispatchFail', phone: show.shopper.id, forMs: 6_000 })
      await enterAgain(show)
      const overAt = await waitForFaultsToEnd(world)
      await world.freshFrame(show.shopper, overAt, 40_000)
    },
  },
  {
    what: 'half a minute before the token runs out the phone fetches a new one, and the picture goes on',
    async run({ shopper }) {
      const oldTokenEndsInMs = 2 * 60 * 60_000
      const movedAt = Date.now()
      await world.control('POST', '/clock', { offsetMs: oldTokenEndsInMs - 40_000 })
      // The SDK learns how long a token is good when it logs in.
      await injectFault(world, { target: 'zego', kind: 'dropSocket', phone: shopper.id })
      await waitForLogin(world, shopper, movedAt)
      await renewedToken(shopper, movedAt)
      await world.freshFrame(shopper, Date.now())
      expect(await longestFreeze(world, shopper, movedAt)).toBeLessThan(A_BLINK_MS)
    },
  },
  {
    what: 'put out by the shop: one sentence, the way home, and nobody of theirs left in the room',
    async run({ shopper }) {
      await injectFault(world, { target: 'zego', kind: 'kick', phone: shopper.id })
      await shopper.sees('你被请出了这个直播间')
      await peopleIn(1)
      await shopper.tap('.state-btn')
      await shopper.isAt('pages/home/home')
    },
  },
  {
    what: 'a second phone of the same person: the first says so, and takes the show back with one tap',
    inSample: true,
    async run({ shopper }) {
      const second = await world.phone(shopper.person)
      await second.isAt('pages/home/home')
      await second.tap('.card')
      await world.freshFrame(second, Date.now(), 30_000)
      await shopper.sees('你在另一台手机上打开了这个直播间')
      const tappedAt = Date.now()
      await shopper.tap('.state-btn')
      await world.freshFrame(shopper, tappedAt, 30_000)
      await second.sees('你在另一台手机上打开了这个直播间')
      await second.opens('/pages/home/home')
      await peopleIn(2)
    },
  },
]

for (const { what, run } of matrixRows(SCENARIOS)) {
  test(what, async () => {
    const { shopper } = show
    if ((await shopper.page()).path !== 'live/room/room') {
      const tappedAt = await world.tapNewestCard(shopper)
      await world.freshFrame(shopper, tappedAt)
    }
    await run(show)
    await liftFaults(world)
    if ((await shopper.page()).path === 'live/room/room') await expectHealthy(world, show)
  })
}

test('nothing broke on either phone', () => {
  expect(show.anchor.exceptions).toStrictEqual([])
  expect(show.shopper.exceptions).toStrictEqual([])
})
