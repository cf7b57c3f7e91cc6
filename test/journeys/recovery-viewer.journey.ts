/** @sandbox: faults on the viewer's side: the video recovers by itself, or one sentence says what to do. */
import assert from 'node:assert/strict'
import { matrixRows } from '../support/test-matrix.ts'
import { type Fault, injectFault, liftFaults, waitForFaultsToEnd } from './fault-helpers.ts'
import { expectHealthy, longestFreeze, type Show, startShow, waitForLogin } from './recovery-helpers.ts'
import { type PhoneDriver, useWorld, waitFor } from './world.ts'

const world = useWorld()

/** The app waits this long for a frame before it reports a freeze (rtc/frame-watch.ts). */
const FREEZE_MS = 4_000

interface FaultCase {
  readonly what: string
  /** Injected together; `phone` is the viewer's. */
  readonly faults: readonly Fault[]
  /** What the viewer's phone shows meanwhile. */
  readonly says?: string | RegExp
  /** false = the video keeps playing. */
  readonly stops: boolean
  /** The phone logs in to ZEGO's room again. */
  readonly login?: true
  readonly inSample?: true
}

const MINE = { phone: 'viewer' }

const FAULT_CASES: readonly FaultCase[] = [
  {
    what: 'the network is off for 12 s',
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
    what: 'a phone call of 5 s',
    faults: [{ ...MINE, target: 'phone', kind: 'call', forMs: 5_000 }],
    stops: false,
  },
  {
    what: 'the media servers are down for 6 s',
    faults: [{ target: 'media', kind: 'restart', downMs: 6_000 }],
    says: /正在恢复画面|主播离开一下/,
    stops: true,
    inSample: true,
  },
  {
    what: 'the media servers freeze for 14 s',
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
    what: 'ZEGO restarts without its state',
    faults: [{ target: 'zego', kind: 'restartEmpty' }],
    stops: true,
    login: true,
  },
  {
    what: 'the socket breaks after the token has expired',
    faults: [
      { ...MINE, target: 'zego', kind: 'expireToken' },
      { ...MINE, target: 'zego', kind: 'dropSocket' },
    ],
    stops: true,
    login: true,
  },
]

let show: Show

async function injectFaults(faults: readonly Fault[], viewer: PhoneDriver): Promise<void> {
  for (const fault of faults)
    await injectFault(world, { ...fault, ...(fault.phone === 'viewer' ? { phone: viewer.id } : {}) })
}

/** Goes home and enters again by the anchor's card; answers when it was tapped. */
async function enterAgain({ viewer }: Show): Promise<number> {
  await viewer.opens('/pages/home/home')
  await viewer.isAt('pages/home/home')
  return world.tapNewestCard(viewer)
}

/** Waits until this phone has given ZEGO a new token. */
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

test('setup: a show is on air and a viewer watches', async () => {
  const viewer = await world.phone('林间小鹿')
  show = await startShow(world, { anchor: await world.phone('阿禾'), viewer })
})

for (const { what, faults, says, stops, login } of matrixRows(FAULT_CASES)) {
  test(`${what}: the viewer’s video ${stops ? 'recovers' : 'keeps playing'} by itself`, async () => {
    const { viewer } = show
    const injectedAt = Date.now()
    // A restart answers only when it is over; the message has to be seen before.
    const injected = injectFaults(faults, viewer)
    if (says) await viewer.sees(says, 25_000)
    await injected
    const overAt = await waitForFaultsToEnd(world)
    if (login) await waitForLogin(world, viewer, injectedAt)
    const { presentedMs } = await world.freshFrame(viewer, overAt, 40_000)
    const still = await longestFreeze(world, viewer, injectedAt)
    console.log(`fresh frames ${presentedMs - overAt} ms after its end, longest freeze ${still} ms`)
    if (!stops) assert.ok(still < FREEZE_MS, `the video froze for ${still} ms`)
    await expectHealthy(world, show)
  })
}

const SCENARIOS: readonly {
  readonly what: string
  readonly inSample?: true
  run(show: Show & { readonly viewer: PhoneDriver }): Promise<void>
}[] = [
  {
    what: 'ZEGO does not answer the first login: the next one succeeds by itself',
    async run(show) {
      await injectFault(world, { target: 'zego', kind: 'muteLogin', phone: show.viewer.id, forMs: 6_000 })
      const tappedAt = await enterAgain(show)
      await world.freshFrame(show.viewer, tappedAt, 40_000)
    },
  },
  {
    what: 'ZEGO never answers the login: an error, and retry works as soon as ZEGO does',
    async run(show) {
      const { viewer } = show
      await injectFault(world, { target: 'zego', kind: 'muteLogin', phone: viewer.id })
      await enterAgain(show)
      await viewer.sees('没能进直播间', 40_000)
      await liftFaults(world)
      const tappedAt = Date.now()
      await viewer.tap('.state-btn')
      await world.freshFrame(viewer, tappedAt, 40_000)
    },
  },
  {
    what: 'dispatch fails for 6 s: the video starts by itself',
    async run(show) {
      await injectFault(world, { target: 'zego', kind: 'dispatchFail', phone: show.viewer.id, forMs: 6_000 })
      await enterAgain(show)
      const overAt = await waitForFaultsToEnd(world)
      await world.freshFrame(show.viewer, overAt, 40_000)
    },
  },
  {
    what: 'the token is renewed half a minute before it expires, and the video keeps playing',
    async run({ viewer }) {
      const oldTokenEndsInMs = 2 * 60 * 60_000
      const movedAt = Date.now()
      await world.control('POST', '/clock', { offsetMs: oldTokenEndsInMs - 40_000 })
      // The SDK learns a token's lifetime when it logs in.
      await injectFault(world, { target: 'zego', kind: 'dropSocket', phone: viewer.id })
      await waitForLogin(world, viewer, movedAt)
      await renewedToken(viewer, movedAt)
      await world.freshFrame(viewer, Date.now())
      expect(await longestFreeze(world, viewer, movedAt)).toBeLessThan(FREEZE_MS)
    },
  },
  {
    what: 'kicked by the shop: one sentence, the way home, and the viewer is out of the room',
    async run({ viewer }) {
      await injectFault(world, { target: 'zego', kind: 'kick', phone: viewer.id })
      await viewer.sees('你被请出了这个直播间')
      await peopleIn(1)
      await viewer.tap('.state-btn')
      await viewer.isAt('pages/home/home')
    },
  },
  {
    what: 'a second phone of the same person: the first says so and takes over again with one tap',
    inSample: true,
    async run({ viewer }) {
      const second = await world.phone(viewer.person)
      await second.isAt('pages/home/home')
      await second.tap('.card')
      await world.freshFrame(second, Date.now(), 30_000)
      await viewer.sees('你在另一台手机上打开了这个直播间')
      const tappedAt = Date.now()
      await viewer.tap('.state-btn')
      await world.freshFrame(viewer, tappedAt, 30_000)
      await second.sees('你在另一台手机上打开了这个直播间')
      await second.opens('/pages/home/home')
      await peopleIn(2)
    },
  },
]

for (const { what, run } of matrixRows(SCENARIOS)) {
  test(what, async () => {
    const { viewer } = show
    if ((await viewer.page()).path !== 'live/room/room') {
      const tappedAt = await world.tapNewestCard(viewer)
      await world.freshFrame(viewer, tappedAt)
    }
    await run(show)
    await liftFaults(world)
    if ((await viewer.page()).path === 'live/room/room') await expectHealthy(world, show)
  })
}

test('no uncaught errors on either phone', () => {
  expect(show.anchor.exceptions).toStrictEqual([])
  expect(show.viewer.exceptions).toStrictEqual([])
})
