import assert from 'node:assert/strict'
import type { ReadRecord } from '../../sandbox/control/recorder.ts'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, type World, waitFor } from './world.ts'

/** The names that differ between the publishing and the playing phone. */
interface Side {
  readonly phone: 'anchor' | 'viewer'
  readonly tag: 'live-pusher' | 'live-player'
  /** The tag's property that takes the stream's address. */
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
    phone: 'viewer',
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
 * Runs one show from the anchor's first tap until both phones have left, then checks what the recorder saw: the order of
 * calls of the SDK and of the tag, and that no event between them was lost or passed on twice.
 */
export function testCallOrder(world: World, tags: string): void {
  const recordings: Partial<Record<Side['phone'], Recording>> = {}

  test(`${tags}: the anchor goes live, a viewer opens the card, sees moving video and leaves, the show ends`, async () => {
    const anchor = await world.phone('阿禾')
    const viewer = await world.phone('林间小鹿')
    await viewer.isAt('pages/home/home')
    await goLive(anchor)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(viewer)
    const first = await world.freshFrame(viewer, tappedAt - 1_500)
    await world.freshFrame(viewer, first.presentedMs + 1)
    await anchor.sees(/kbps/)
    await waitFor(() => recordsOf(world, viewer).some(({ name }) => name === 'live-player.netstatus'), {
      what: 'a network report of the player',
    })

    await viewer.tap('#back')
    await viewer.isAt('pages/home/home')
    await waitFor(() => world.sandbox.media.streams()[0]?.readers === 0, { what: 'no reader of the stream' })
    await waitFor(() => world.sandbox.zego?.rooms()[0]?.users.length === 1, { what: 'the anchor alone' })
    await endShow(anchor)
    for (const [name, phone] of Object.entries({ anchor, viewer })) {
      recordings[name as Side['phone']] = await recordingOf(world, phone)
      expect(phone.exceptions).toStrictEqual([])
    }
  })

  test(`${tags}: no user stays in ZEGO’s rooms and no stream on air`, async () => {
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
  })

  for (const side of SIDES) {
    const recording = () => {
      const told = recordings[side.phone]
      assert.ok(told, 'the show was recorded')
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
    'the SDK returns the address, the tag gets it, the tag starts',
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
    'each network report reached the SDK once, in order, with its stream ID',
    (recording, side) => {
      const { told, passed } = eventsOf(recording, side, 'netstatus', 'updatePlayerNetStatus')
      assert.ok(told.length >= 1, `${told.length} network reports`)
      expect(passed).toStrictEqual(told)
    },
  ],
  [
    'on stop, the SDK stops before the tag',
    ({ records }, side) =>
      assertOrder([placeOf(records, `ZegoExpressEngine.${side.stop}`), placeOf(records, `${side.tag}.stop`)]),
  ],
  [
    'on leaving, the stream stops before the room is left',
    ({ records }, side) =>
      assertOrder([
        placeOf(records, `ZegoExpressEngine.${side.stop}`),
        placeOf(records, 'ZegoExpressEngine.logoutRoom'),
      ]),
  ],
  [
    'all listeners are removed, and logout is the last call of the SDK',
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
  // The tag stops shortly after the SDK.
  const stopped = () =>
    recordsOf(world, phone).some(({ name }) => /^live-(?:pusher|player)\.stop$/.test(name))
  await waitFor(stopped, { what: `the tag of ${phone.person} to stop` })
  const records = recordsOf(world, phone)
  const asked = records.find(({ name }) => /^ZegoExpressEngine\.start\w+Stream$/.test(name))
  return { records, streamID: String(detailOf<Call>(asked).args[0]) }
}

/** The events that the tag sent while the stream ran, and those passed on to the SDK: `[streamID, event]` each. */
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
    .map(({ detail }) => [streamID, contentOf(detail)])
  const passed = records
    .filter(({ name }) => name === `ZegoExpressEngine.${method}`)
    .map((record) => detailOf<{ args: [string, { detail: object }] }>(record).args)
    .map(([id, { detail }]) => [id, contentOf(detail)])
  return { told, passed }
}

/** The code of a state, or all values of a network report. */
function contentOf(detail: unknown): unknown {
  const { code, info } = detail as { code?: number; info?: object }
  return code ?? JSON.stringify(info)
}

function placesOf(records: readonly ReadRecord[], name: string): number[] {
  return records.flatMap((record, place) => (record.name === name ? [place] : []))
}

/** Place of the only record with this name. */
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
