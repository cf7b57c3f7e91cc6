import assert from 'node:assert/strict'
import type { ReadRecord } from '../../sandbox/control/recorder.ts'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, type World, waitFor } from './world.ts'

/** What the anchor's and the shopper's phone call the same thing, each its own way. */
interface Side {
  readonly phone: 'anchor' | 'shopper'
  readonly tag: 'live-pusher' | 'live-player'
  /** Where the stream's address goes. */
  readonly address: string
  readonly start: string
  readonly ask: string
  readonly stop: string
}

const SIDES: readonly Side[] = [
  {
    phone: 'anchor',
    tag: 'live-pusher',
    address: 'live-pusher.url',
    start: 'live-pusher.start',
    ask: 'startPublishingStream',
    stop: 'stopPublishingStream',
  },
  {
    phone: 'shopper',
    tag: 'live-player',
    address: 'live-player.src',
    start: 'live-player.play',
    ask: 'startPlayingStream',
    stop: 'stopPlayingStream',
  },
]

interface Recording {
  readonly records: readonly ReadRecord[]
  readonly streamID: string
}

/**
 * One show from the merchant's first tap to both phones having left, and then what the recorder saw of it: the order of
 * SDK calls and of calls of the tag, and that nothing was lost or told twice between them.
 */
export function testCallOrder(world: World, tags: string): void {
  const recordings: Partial<Record<Side['phone'], Recording>> = {}

  test(`${tags}: the merchant goes live, a shopper taps the card, sees a moving picture and leaves, the show ends`, async () => {
    const anchor = await world.phone('阿禾')
    const shopper = await world.phone('林间小鹿')
    await shopper.isAt('pages/home/home')
    await goLive(anchor)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(shopper)
    const first = await world.freshFrame(shopper, tappedAt - 1_500)
    await world.freshFrame(shopper, first.presentedMs + 1)
    await anchor.sees(/kbps/)
    await waitFor(() => recordsOf(world, shopper).some(({ name }) => name === 'live-player.netstatus'), {
      what: 'a report of the player on its net',
    })

    await shopper.tap('#back')
    await shopper.isAt('pages/home/home')
    await waitFor(() => world.sandbox.media.streams()[0]?.readers === 0, { what: 'nobody who still plays' })
    await waitFor(() => world.sandbox.zego?.rooms()[0]?.users.length === 1, { what: 'the anchor alone' })
    await endShow(anchor)
    for (const [name, phone] of Object.entries({ anchor, shopper })) {
      recordings[name as Side['phone']] = await recordingOf(world, phone)
      expect(phone.exceptions).toStrictEqual([])
    }
  })

  test(`${tags}: nothing is left behind, in ZEGO’s rooms or on the air`, async () => {
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
  })

  for (const side of SIDES) {
    const recording = () => {
      const told = recordings[side.phone]
      assert.ok(told, 'the show was shown')
      return told
    }
    for (const [fact, check] of FACTS) {
      test(`${tags}, ${side.phone}: ${fact}`, () => check(recording(), side))
    }
  }
}

const FACTS: readonly [fact: string, check: (recording: Recording, side: Side) => void][] = [
  [
    'every callback is registered before login',
    ({ records }) => {
      const registered = placesOf(records, 'ZegoExpressEngine.on')
      assert.ok(registered.length >= 7, `${registered.length} callbacks`)
      expect(Math.max(...registered)).toBeLessThan(placeOf(records, 'ZegoExpressEngine.loginRoom'))
    },
  ],
  [
    'the SDK gives the address, the tag gets it, the tag starts',
    ({ records, streamID }, side) => {
      const asked = placeOf(records, `ZegoExpressEngine.${side.ask}`)
      const answered = placeOf(records, `ZegoExpressEngine.${side.ask}.resolved`)
      const { url } = detailOf<{ result: { url: string } }>(records[answered]).result
      const given = records.findIndex(
        (record) => record.name === side.address && Object.values(detailOf(record)).includes(url),
      )
      expect(url).toContain(`/${streamID}?`)
      assertOrder([asked, answered, given, placeOf(records, side.start)])
    },
  ],
  [
    'each state of the tag reached the SDK once, in order, with its stream ID',
    (recording, side) => {
      const { told, passed } = eventsOf(recording, side, 'statechange', 'updatePlayerState')
      assert.ok(told.length >= 4, `${told.length} states`)
      expect(passed).toStrictEqual(told)
    },
  ],
  [
    'each report on the net reached the SDK once, in order, with its stream ID',
    (recording, side) => {
      const { told, passed } = eventsOf(recording, side, 'netstatus', 'updatePlayerNetStatus')
      assert.ok(told.length >= 1, `${told.length} reports`)
      expect(passed).toStrictEqual(told)
    },
  ],
  [
    'to stop is to stop the SDK, then the tag',
    ({ records }, side) =>
      assertOrder([placeOf(records, `ZegoExpressEngine.${side.stop}`), placeOf(records, `${side.tag}.stop`)]),
  ],
  [
    'to leave is to stop the stream before the room is left',
    ({ records }, side) =>
      assertOrder([
        placeOf(records, `ZegoExpressEngine.${side.stop}`),
        placeOf(records, 'ZegoExpressEngine.logoutRoom'),
      ]),
  ],
  [
    'whoever listened has stopped listening, and nothing is asked of the SDK any more',
    ({ records }) => {
      const listeners = (name: string) =>
        placesOf(records, name).map((place) => detailOf<Call>(records[place]).args[0])
      expect(listeners('ZegoExpressEngine.off').sort()).toStrictEqual(
        listeners('ZegoExpressEngine.on').sort(),
      )
      const last = records.filter(({ kind }) => kind === 'sdk').at(-1)
      expect(last?.name).toBe('ZegoExpressEngine.logoutRoom')
    },
  ],
]

interface Call {
  readonly args: readonly unknown[]
}

const detailOf = <T extends object>(record: ReadRecord | undefined) => (record?.detail ?? {}) as T

const recordsOf = (world: World, { id }: PhoneDriver) => world.sandbox.recorder.read({ phone: id })

async function recordingOf(world: World, phone: PhoneDriver): Promise<Recording> {
  // The tag is told to stop a moment after the SDK was.
  const stopped = () =>
    recordsOf(world, phone).some(({ name }) => /^live-(?:pusher|player)\.stop$/.test(name))
  await waitFor(stopped, { what: `the tag of ${phone.person} to stop` })
  const records = recordsOf(world, phone)
  const asked = records.find(({ name }) => /^ZegoExpressEngine\.start\w+Stream$/.test(name))
  return { records, streamID: String(detailOf<Call>(asked).args[0]) }
}

/** What the tag told while the stream was ZEGO's, and what the SDK was told: `[streamID, what]` each. */
function eventsOf(
  { records, streamID }: Recording,
  { tag, ask, stop }: Side,
  event: string,
  method: string,
): { told: unknown[]; passed: unknown[] } {
  const from = placeOf(records, `ZegoExpressEngine.${ask}.resolved`)
  const to = placeOf(records, `ZegoExpressEngine.${stop}`)
  const told = records
    .slice(from, to)
    .filter(({ name }) => name === `${tag}.${event}`)
    .map(({ detail }) => [streamID, essenceOf(detail)])
  const passed = records
    .filter(({ name }) => name === `ZegoExpressEngine.${method}`)
    .map((record) => detailOf<{ args: [string, { detail: object }] }>(record).args)
    .map(([id, { detail }]) => [id, essenceOf(detail)])
  return { told, passed }
}

/** A state's code, or all figures of a report. */
function essenceOf(detail: unknown): unknown {
  const { code, info } = detail as { code?: number; info?: object }
  return code ?? JSON.stringify(info)
}

function placesOf(records: readonly ReadRecord[], name: string): number[] {
  return records.flatMap((record, place) => (record.name === name ? [place] : []))
}

/** Of the one and only record with this name. */
function placeOf(records: readonly ReadRecord[], name: string): number {
  const places = placesOf(records, name)
  assert.equal(places.length, 1, `${name} happened ${places.length} times`)
  return places[0] ?? -1
}

function assertOrder(places: readonly number[]): void {
  assert.ok(
    places.every((place, at) => place >= 0 && (at === 0 || place > (places[at - 1] ?? -1))),
    `in this order: ${places.join(', ')}`,
  )
}
