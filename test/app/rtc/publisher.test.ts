import { aLiveRoom, NET } from '../support/a-live-room.ts'
import { aGrant, settle } from '../support/fakes.ts'

let world: ReturnType<typeof aLiveRoom>
beforeEach(() => {
  world = aLiveRoom()
})

test('the anchor is live only when ZEGO has confirmed the stream', async () => {
  const { log, engine, component, room } = world
  await room.join(aGrant())
  const states: string[] = []
  const publisher = room.publisher(component, (state) => states.push(state))
  publisher.prepare()
  publisher.start('s1')
  await settle()
  expect(log.slice(1)).toStrictEqual(['start publishing s1', 'tag url rtmp://zego/s1', 'tag start'])
  publisher.onStateChange({ detail: { code: 1002 } })
  expect(log.at(-1)).toBe('state s1 1002')
  expect(states).toStrictEqual(['preparing', 'connecting'])
  engine.raise('publisherStateUpdate', { streamID: 's1', state: 'PUBLISHING', errorCode: 0 })
  expect(states).toStrictEqual(['preparing', 'connecting', 'live'])
})

test('a stream that the media server let go is published anew at once, so that viewers hear of it', async () => {
  const { log, onAir } = world
  const states: string[] = []
  const publisher = await onAir(states)
  log.length = 0
  publisher.onStateChange({ detail: { code: 1102 } })
  await settle()
  expect(states.at(-1)).toBe('recovering')
  expect(log.slice(1)).toStrictEqual([
    'stop publishing s1',
    'tag stop',
    'start publishing s1',
    'tag url rtmp://zego/s1',
    'tag start',
  ])
})

test('a broken uplink that comes back by itself, as the phone’s network does, is live again', async () => {
  const { room, onAir } = world
  const states: string[] = []
  const publisher = await onAir(states)
  room.phone('networkLost')
  publisher.onStateChange({ detail: { code: 1102 } })
  publisher.onStateChange({ detail: { code: 1002 } })
  expect(states.slice(-2)).toStrictEqual(['recovering', 'live'])
})

test('an uplink that was given up is published anew after a pause', async () => {
  const { log, clock, onAir } = world
  const publisher = await onAir()
  log.length = 0
  publisher.onStateChange({ detail: { code: -1307 } })
  expect(log).toStrictEqual(['state s1 -1307', 'stop publishing s1', 'tag stop'])
  await clock.advance(1_000)
  expect(log.slice(3)).toStrictEqual(['start publishing s1', 'tag url rtmp://zego/s1', 'tag start'])
})

test('a phone call takes the stream out of the room, and in front again it begins anew', async () => {
  const { log, room, onAir } = world
  const states: string[] = []
  const publisher = await onAir(states)
  publisher.onStateChange({ detail: { code: 5001 } })
  expect(states.at(-1)).toBe('interrupted')
  expect(log.slice(-2)).toStrictEqual(['stop publishing s1', 'tag stop'])
  room.phone('shown')
  expect(states.at(-1)).toBe('recovering')
})

test('who may not publish is told at once', async () => {
  const { engine, clock, onAir } = world
  const states: string[] = []
  await onAir(states)
  engine.raise('publisherStateUpdate', { streamID: 's1', state: 'NO_PUBLISH', errorCode: 1002082 })
  expect(states.at(-1)).toBe('failed')
  expect(clock.waiting).toBe(0)
})

const anew = ['stop publishing s1', 'tag stop', 'start publishing s1', 'tag url rtmp://zego/s1', 'tag start']

for (const event of ['networkBack', 'networkSwitched'] as const) {
  test(`${event}: the old line is given up at once, not after its timeout`, async () => {
    const { log, room, onAir } = world
    await onAir()
    log.length = 0
    room.phone(event)
    await settle()
    expect(log).toStrictEqual(anew)
  })
}

test('while the phone has no network the anchor is told, and nothing is torn down', async () => {
  const { log, room, onAir } = world
  const states: string[] = []
  await onAir(states)
  log.length = 0
  room.phone('networkLost')
  expect(states.at(-1)).toBe('recovering')
  expect(log).toStrictEqual([])
})

test('a pusher that counts no frames for 10 s is opened anew, though no event said so', async () => {
  const { log, clock, onAir } = world
  const states: string[] = []
  const publisher = await onAir(states)
  publisher.onNetStatus(NET(15))
  await clock.advance(9_000)
  publisher.onNetStatus(NET(0))
  expect(states.at(-1)).toBe('live')
  log.length = 0
  await clock.advance(1_000)
  expect(states.at(-1)).toBe('recovering')
  expect(log).toStrictEqual(anew)
})

test('a token that ZEGO calls stale is replaced once; refused again, it is a refusal', async () => {
  const { engine, heard, onAir } = world
  const states: string[] = []
  await onAir(states)
  const refuse = () =>
    engine.raise('publisherStateUpdate', { streamID: 's1', state: 'NO_PUBLISH', errorCode: 1102018 })
  refuse()
  expect([states.at(-1), heard.facts.at(-1)]).toStrictEqual(['recovering', 'staleToken'])
  refuse()
  expect(states.at(-1)).toBe('failed')
})

test('a new login takes the stream along', async () => {
  const { log, room, onAir } = world
  await onAir()
  log.length = 0
  await room.join(aGrant({ token: 't2' }))
  await settle()
  expect(log).toStrictEqual(['logout room1', 'login room1 with 7 kinds of listeners', ...anew])
})

test('after two minutes without success it is given up, and the network’s return begins again', async () => {
  const { clock, engine, room, onAir } = world
  const states: string[] = []
  const publisher = await onAir(states)
  engine.address = () => Promise.reject({ code: 1102017 })
  publisher.onStateChange({ detail: { code: -1307 } })
  await clock.advance(130_000)
  expect(states.slice(-2)).toStrictEqual(['recovering', 'failed'])
  expect(clock.waiting).toBe(0)
  room.phone('networkBack')
  expect(states.at(-1)).toBe('connecting')
})

test('an address that ZEGO could not give during a break is asked for as soon as its room is back', async () => {
  const { log, engine, onAir } = world
  const publisher = await onAir()
  engine.address = () => Promise.reject({ code: 1000002 })
  publisher.onStateChange({ detail: { code: -1307 } })
  engine.raise('roomStateChanged', 'room1', 'RECONNECTING', 0, '')
  log.length = 0
  engine.raise('roomStateChanged', 'room1', 'RECONNECTED', 0, '')
  expect(log).toStrictEqual(['start publishing s1'])
})
