import assert from 'node:assert/strict'
import { PATIENCE_MS, WATCH_MS } from '../../../miniprogram/rtc/stream-runner.ts'
import { aLiveRoom, NET } from '../support/a-live-room.ts'
import { aGrant, settle } from '../support/fakes.ts'

let world: ReturnType<typeof aLiveRoom>
beforeEach(() => {
  world = aLiveRoom()
})

test('a picture that never comes while the network is gone is tried for two minutes, then given up', async () => {
  const { log, engine, clock, component, room } = world
  const states: string[] = []
  await room.join(aGrant())
  engine.raise('roomStreamUpdate', 'room1', 'ADD', [{ streamID: 's1' }])
  room.phone('networkLost')
  room.player(component, (state) => states.push(state)).play('s1')
  await clock.advance(PATIENCE_MS)
  expect(states).toStrictEqual(['requesting', 'recovering', 'failed'])
  expect(log.filter((line) => line === 'start playing s1')).toHaveLength(PATIENCE_MS / WATCH_MS)
  expect(clock.waiting).toBe(0)
})

test('a line that breaks while the host is gone waits for the anchor', async () => {
  const { log, engine, playing } = world
  const states: string[] = []
  const player = await playing(states)
  log.length = 0
  engine.raise('roomStreamUpdate', 'room1', 'DELETE', [{ streamID: 's1' }])
  expect(states.at(-1)).toBe('anchor-away')
  assert.deepEqual(log, ['stop playing s1'], 'the last frame stays: the tag is not stopped')
  player.onStateChange({ detail: { code: -2301 } })
  expect(states.at(-1)).toBe('anchor-away')
  engine.raise('roomStreamUpdate', 'room1', 'ADD', [{ streamID: 's1' }])
  await settle()
  expect(log.slice(-3)).toStrictEqual(['start playing s1', 'tag url rtmp://zego/s1', 'tag start'])
  assert.equal(states.at(-1), 'anchor-away', 'until a frame is shown')
  player.onStateChange({ detail: { code: 2003 } })
  expect(states.at(-1)).toBe('playing')
})

test('an address that arrives after the show is over is dropped', async () => {
  const { log, engine, component, room } = world
  let give: () => void = () => {}
  engine.address = (streamID) => new Promise((resolve) => (give = () => resolve({ streamID, url: 'late' })))
  await room.join(aGrant())
  const player = room.player(component, () => {})
  player.play('s1')
  player.end()
  give()
  await settle()
  expect(log).not.toContain('tag url late')
})

test('an unknown code is logged and changes nothing', async () => {
  const { lines, playing } = world
  const states: string[] = []
  const player = await playing(states)
  const before = states.length
  player.onStateChange({ detail: { code: 4711 } })
  player.onStateChange({ detail: {} })
  expect(states).toHaveLength(before)
  expect(lines).toContain('player: unknown code 4711')
})

test('ten seconds without a frame and the host is away, though no event said so', async () => {
  const { clock, playing } = world
  const states: string[] = []
  const player = await playing(states)
  player.onNetStatus(NET(15))
  for (let second = 0; second < 10; second++) {
    await clock.advance(1_000)
    player.onNetStatus(NET(0))
  }
  expect(states.slice(-3)).toStrictEqual(['playing', 'stalled', 'anchor-away'])
})

test('the first frame after that plays at once', async () => {
  const { clock, playing } = world
  const states: string[] = []
  const player = await playing(states)
  player.onNetStatus(NET(15))
  await clock.advance(10_000)
  expect(states.at(-1)).toBe('anchor-away')
  player.onNetStatus(NET(12))
  expect(states.at(-1)).toBe('playing')
})

test('without our own line nobody is called away', async () => {
  const { clock, room, playing } = world
  const states: string[] = []
  const player = await playing(states)
  player.onNetStatus(NET(15))
  room.phone('networkLost')
  await clock.advance(60_000)
  assert.ok(!states.includes('anchor-away'), states.join())
})

test('a host who is away is looked for, ever more rarely, should the news of their return be lost', async () => {
  const { log, clock, engine, playing } = world
  await playing()
  engine.raise('roomStreamUpdate', 'room1', 'DELETE', [{ streamID: 's1' }])
  const looked: number[] = []
  const from = clock.now()
  engine.address = async (streamID) => {
    looked.push(Math.round((clock.now() - from) / 1_000))
    return { streamID, url: 'u' }
  }
  await clock.advance(100_000)
  expect(looked).toStrictEqual([5, 15, 35, 65, 95])
  assert.ok(!log.includes('tag stop'), 'the last frame stays')
})

for (const event of ['networkBack', 'networkSwitched'] as const) {
  test(`${event}: the old line is given up at once, not after its timeout`, async () => {
    const { log, room, playing } = world
    await playing()
    log.length = 0
    room.phone(event)
    await settle()
    expect(log).toStrictEqual(['stop playing s1', 'start playing s1', 'tag url rtmp://zego/s1', 'tag start'])
  })
}

test('a hidden page’s picture rests, and nobody is called away for it; one that floats is watched', async () => {
  const { clock, room, playing } = world
  const states: string[] = []
  const player = await playing(states)
  player.onNetStatus(NET(15))
  room.phone('hidden')
  await clock.advance(60_000)
  expect(states.at(-1)).toBe('playing')
  player.onNetStatus(NET(15))
  await clock.advance(10_000)
  expect(states.at(-1)).toBe('anchor-away')
})

test('a picture that the background stopped begins anew in front', async () => {
  const { room, playing } = world
  const states: string[] = []
  const player = await playing(states)
  room.phone('hidden')
  player.onStateChange({ detail: { code: 6000 } })
  expect(states.at(-1)).toBe('stalled')
  room.phone('shown')
  expect(states.at(-1)).toBe('recovering')
})

test('a phone that slept has missed nothing: no frame was due', async () => {
  const { clock, playing } = world
  const states: string[] = []
  const player = await playing(states)
  player.onNetStatus(NET(15))
  clock.sleep(30 * 60_000)
  await clock.advance(1)
  expect(states.at(-1)).toBe('playing')
})

test('a new login begins the picture anew', async () => {
  const { log, room, playing } = world
  await playing()
  log.length = 0
  await room.join(aGrant({ token: 't2' }))
  await settle()
  expect(log.slice(2)).toStrictEqual([
    'stop playing s1',
    'start playing s1',
    'tag url rtmp://zego/s1',
    'tag start',
  ])
})

test('an address that ZEGO could not give during a break is asked for as soon as its room is back', async () => {
  const { log, engine, playing } = world
  const player = await playing()
  engine.address = () => Promise.reject({ code: 1000002 })
  player.onStateChange({ detail: { code: -2301 } })
  engine.raise('roomStateChanged', 'room1', 'RECONNECTING', 0, '')
  log.length = 0
  engine.raise('roomStateChanged', 'room1', 'RECONNECTED', 0, '')
  expect(log).toStrictEqual(['start playing s1'])
})
