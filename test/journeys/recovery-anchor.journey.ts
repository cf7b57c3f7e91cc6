/** @sandbox: what can happen to the anchor: the shopper's picture comes back, and the studio never claims what is not so. */
import { type Fault, injectFault, liftFaults, waitForFaultsToEnd } from './fault-helpers.ts'
import { expectHealthy, type Show, startShow, waitForLogin } from './recovery-helpers.ts'
import { agreeToPrivacy } from './show-helpers.ts'
import { matrixRows } from './test-matrix.ts'
import { type PhoneDriver, useWorld, waitFor } from './world.ts'

const world = useWorld()

const ON_AIR = '观众看得见、听得见'
const RECONNECTING = /观众卡住了，正在重连 \d+ 秒/
const PAUSED = /画面暂停了 \d+ 秒，点这里接着播/
const STOPPED = /画面停了 \d+ 秒，点这里重开/

interface FaultCase {
  readonly what: string
  /** `phone` is the anchor's. */
  readonly fault: Fault
  /** In the studio meanwhile; absent = too short to be told, or nobody could see it. */
  readonly says?: RegExp | string
  /** The anchor taps the sentence when the fault is over: a dead device is not tried again and again. */
  readonly taps?: true
  /** ZEGO's room is entered anew. */
  readonly login?: true
  readonly inSample?: true
}

const MINE = { phone: 'anchor' }

const FAULT_CASES: readonly FaultCase[] = [
  {
    what: 'the network is away for 12 s',
    fault: { ...MINE, target: 'network', kind: 'off', forMs: 12_000 },
    says: RECONNECTING,
    login: true,
  },
  {
    what: 'Wi-Fi becomes 4G, and Wi-Fi again after 5 s',
    fault: { ...MINE, target: 'network', kind: 'switch', forMs: 5_000 },
    login: true,
  },
  {
    what: 'the app is in the background for 8 s',
    fault: { ...MINE, target: 'phone', kind: 'background', forMs: 8_000 },
    inSample: true,
  },
  {
    what: 'somebody calls and hangs up after 6 s',
    fault: { ...MINE, target: 'phone', kind: 'call', forMs: 6_000 },
    says: PAUSED,
  },
  {
    what: 'the media servers are gone for 6 s',
    fault: { target: 'media', kind: 'restart', downMs: 6_000 },
    says: RECONNECTING,
  },
  {
    what: 'the connection to the media server breaks',
    fault: { target: 'media', kind: 'kill' },
  },
  {
    what: 'the pusher sends nothing for 14 s, its connection stays',
    fault: { ...MINE, target: 'publisher', kind: 'freeze', forMs: 14_000 },
    says: RECONNECTING,
  },
  {
    what: 'the camera is taken away for 4 s',
    fault: { ...MINE, target: 'phone', kind: 'cameraLost', forMs: 4_000 },
    says: STOPPED,
    taps: true,
  },
  {
    what: 'the microphone is taken away for 4 s',
    fault: { ...MINE, target: 'phone', kind: 'micLost', forMs: 4_000 },
    says: STOPPED,
    taps: true,
  },
  {
    what: 'the camera is forbidden in the settings for 4 s',
    fault: { ...MINE, target: 'phone', kind: 'permissionWithdrawn', scope: 'camera', forMs: 4_000 },
    says: STOPPED,
    taps: true,
  },
  {
    what: 'ZEGO’s socket breaks',
    fault: { ...MINE, target: 'zego', kind: 'dropSocket' },
    login: true,
  },
  {
    what: 'ZEGO restarts and has forgotten everything',
    fault: { target: 'zego', kind: 'restartEmpty' },
    login: true,
    inSample: true,
  },
  {
    what: 'no address is given out for 8 s after the stream broke',
    fault: { ...MINE, target: 'zego', kind: 'dispatchFail', forMs: 8_000 },
  },
]

let show: Show

test('a show is on the air and a shopper watches', async () => {
  const shopper = await world.phone('林间小鹿')
  show = await startShow(world, { anchor: await world.phone('阿禾'), shopper })
})

for (const { what, fault, says, taps, login } of matrixRows(FAULT_CASES)) {
  test(`${what}: viewers see the anchor again`, async () => {
    const { anchor, shopper } = show
    const injectedAt = Date.now()
    // A restart answers when it is over: the sentence is looked for meanwhile.
    const injected = injectFault(world, { ...fault, ...(fault.phone ? { phone: anchor.id } : {}) })
    if (fault.kind === 'dispatchFail') await injectFault(world, { target: 'media', kind: 'kill' })
    if (says) await anchor.sees(says, 30_000)
    await injected
    const overAt = await waitForFaultsToEnd(world)
    if (taps) await anchor.tap('#tally')
    if (login) await waitForLogin(world, anchor, injectedAt)
    const { presentedMs } = await world.freshFrame(shopper, overAt, 60_000)
    console.log(`the shopper sees fresh frames ${presentedMs - overAt} ms after its end`)
    await expectHealthy(world, show)
  })
}

const SCENARIOS: readonly {
  readonly what: string
  readonly inSample?: true
  run(show: Show): Promise<void>
}[] = [
  {
    what: 'a second phone of the anchor is asked, takes over, and the first says so and can take it back',
    inSample: true,
    async run({ anchor, shopper }) {
      const second = await world.phone(anchor.person)
      await openDoor(second)
      await second.sees('你有一场直播还在播')
      await second.tap('#solve')
      await second.sees(ON_AIR, 30_000)
      await anchor.sees('这场直播换到另一台手机上了')
      await world.freshFrame(shopper, Date.now(), 30_000)
      expect(world.sandbox.media.streams().filter(({ publishing }) => publishing)).toHaveLength(1)
      await anchor.tap('#solve')
      await anchor.sees(ON_AIR, 30_000)
      await second.sees('这场直播换到另一台手机上了')
      await world.freshFrame(shopper, Date.now(), 30_000)
      await second.opens('/pages/home/home')
    },
  },
  {
    what: 'the server fails when the show shall end: it goes on and says so, and a second tap ends it',
    inSample: true,
    async run({ anchor, shopper }) {
      await injectFault(world, { target: 'cloud', kind: 'fail', function: 'studio' })
      await anchor.tap('#end')
      await anchor.tap('#end-sure')
      await anchor.sees('还没结束：')
      await world.freshFrame(shopper, Date.now())
      await liftFaults(world)
      await anchor.tap('#end')
      await anchor.tap('#end-sure')
      await anchor.sees('播完了')
      await shopper.sees('直播已结束', 5_000)
      await waitFor(() => world.sandbox.zego?.rooms().length === 0, { what: 'nobody left in ZEGO’s room' })
    },
  },
]

/** Into the studio on another phone of the same person, up to what it finds there. */
async function openDoor(phone: PhoneDriver): Promise<void> {
  await phone.isAt('pages/home/home')
  await phone.tap('.studio')
  await agreeToPrivacy(phone)
  await phone.answers('authorizeAllow')
  await phone.answers('authorizeAllow')
}

for (const { what, run } of matrixRows(SCENARIOS)) test(what, () => run(show))

test('nothing broke on either phone', () => {
  expect(show.anchor.exceptions).toStrictEqual([])
  expect(show.shopper.exceptions).toStrictEqual([])
})
