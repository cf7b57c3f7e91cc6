/** @sandbox: faults on the anchor's side: the viewer's video recovers, and the studio always shows the true state. */

import { matrixRows } from '../support/test-matrix.ts'
import { type Fault, injectFault, liftFaults, waitForFaultsToEnd } from './fault-helpers.ts'
import { expectHealthy, type Show, startShow, waitForLogin } from './recovery-helpers.ts'
import { agreeToPrivacy } from './show-helpers.ts'
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
  /** What the studio shows meanwhile; absent = too short to be shown, or the app is not visible. */
  readonly says?: RegExp | string
  /** The anchor taps the message after the fault: a failed device is not retried automatically. */
  readonly taps?: true
  /** The phone logs in to ZEGO's room again. */
  readonly login?: true
  readonly inSample?: true
}

const MINE = { phone: 'anchor' }

const FAULT_CASES: readonly FaultCase[] = [
  {
    what: 'the network is off for 12 s',
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
    what: 'a phone call of 6 s',
    fault: { ...MINE, target: 'phone', kind: 'call', forMs: 6_000 },
    says: PAUSED,
  },
  {
    what: 'the media servers are down for 6 s',
    fault: { target: 'media', kind: 'restart', downMs: 6_000 },
    says: RECONNECTING,
  },
  {
    what: 'the connection to the media server breaks',
    fault: { target: 'media', kind: 'kill' },
  },
  {
    what: 'the pusher sends nothing for 14 s over an open connection',
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
    what: 'the camera permission is withdrawn for 4 s',
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
    what: 'ZEGO restarts without its state',
    fault: { target: 'zego', kind: 'restartEmpty' },
    login: true,
    inSample: true,
  },
  {
    what: 'dispatch fails for 8 s after the stream broke',
    fault: { ...MINE, target: 'zego', kind: 'dispatchFail', forMs: 8_000 },
  },
]

let show: Show

test('setup: a show is on air and a viewer watches', async () => {
  const viewer = await world.phone('林间小鹿')
  show = await startShow(world, { anchor: await world.phone('阿禾'), viewer })
})

for (const { what, fault, says, taps, login } of matrixRows(FAULT_CASES)) {
  test(`${what}: viewers see the anchor again`, async () => {
    const { anchor, viewer } = show
    const injectedAt = Date.now()
    // A restart answers only when it is over; the message has to be seen before.
    const injected = injectFault(world, { ...fault, ...(fault.phone ? { phone: anchor.id } : {}) })
    if (fault.kind === 'dispatchFail') await injectFault(world, { target: 'media', kind: 'kill' })
    if (says) await anchor.sees(says, 30_000)
    await injected
    const overAt = await waitForFaultsToEnd(world)
    if (taps) await anchor.tap('#health')
    if (login) await waitForLogin(world, anchor, injectedAt)
    const { presentedMs } = await world.freshFrame(viewer, overAt, 60_000)
    console.log(`the viewer sees fresh frames ${presentedMs - overAt} ms after its end`)
    await expectHealthy(world, show)
  })
}

const SCENARIOS: readonly {
  readonly what: string
  readonly inSample?: true
  run(show: Show): Promise<void>
}[] = [
  {
    what: 'a second phone of the anchor takes the show over, and the first can take it back',
    inSample: true,
    async run({ anchor, viewer }) {
      const second = await world.phone(anchor.person)
      await openStudioAgain(second)
      await second.sees('你有一场直播还在播')
      await second.tap('#solve')
      await second.sees(ON_AIR, 30_000)
      await anchor.sees('这场直播换到另一台手机上了')
      await world.freshFrame(viewer, Date.now(), 30_000)
      expect(world.sandbox.media.streams().filter(({ publishing }) => publishing)).toHaveLength(1)
      await anchor.tap('#solve')
      await anchor.sees(ON_AIR, 30_000)
      await second.sees('这场直播换到另一台手机上了')
      await world.freshFrame(viewer, Date.now(), 30_000)
      await second.opens('/pages/home/home')
    },
  },
  {
    what: 'ending the show fails on the server: the show goes on, and a second try ends it',
    inSample: true,
    async run({ anchor, viewer }) {
      await injectFault(world, { target: 'cloud', kind: 'fail', function: 'studio' })
      await anchor.tap('#end')
      await anchor.tap('#end-sure')
      await anchor.sees('还没结束：')
      await world.freshFrame(viewer, Date.now())
      await liftFaults(world)
      await anchor.tap('#end')
      await anchor.tap('#end-sure')
      await anchor.sees('播完了')
      await viewer.sees('直播已结束', 5_000)
      await waitFor(() => world.sandbox.zego?.rooms().length === 0, { what: 'nobody left in ZEGO’s room' })
    },
  },
]

/** Opens the studio on another phone of the same person. */
async function openStudioAgain(phone: PhoneDriver): Promise<void> {
  await phone.isAt('pages/home/home')
  await phone.tap('.studio')
  await agreeToPrivacy(phone)
  await phone.answers('authorizeAllow')
  await phone.answers('authorizeAllow')
}

for (const { what, run } of matrixRows(SCENARIOS)) test(what, () => run(show))

test('no uncaught errors on either phone', () => {
  expect(show.anchor.exceptions).toStrictEqual([])
  expect(show.viewer.exceptions).toStrictEqual([])
})
