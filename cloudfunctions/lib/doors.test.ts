import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorCode } from '../../miniprogram/domain/errors'
import { ERROR_MESSAGES } from '../../miniprogram/domain/errors'
import type { ActionName, Actions } from './define-action'
import { aLiveRoom, anEndedRoom, aRoom } from './testing/a-room'
import { aShop, OWNER, SHOPPER } from './testing/a-shop'

// Every action × everybody who may ask × every state a room can be in; then every malformed request.

const PEOPLE = { owner: OWNER, shopper: SHOPPER, nobody: null } as const
type Person = keyof typeof PEOPLE
type Answer = 'ok' | ErrorCode

const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }

/** Rooms of the owner, one of each status, and one that belongs to an owner of earlier days. */
const ROOMS = {
  created: aRoom({ _id: 'created-room', ownerOpenid: OWNER, openSlot: 'x1' }),
  live: aLiveRoom({ _id: 'live-room', ownerOpenid: OWNER, openSlot: 'x2' }),
  ended: anEndedRoom({ _id: 'ended-room', ownerOpenid: OWNER }),
  foreign: aLiveRoom({ _id: 'foreign-room', ownerOpenid: 'oEarlierOwner' }),
  unknown: null,
} as const
type Which = keyof typeof ROOMS

type RoomAction = Exclude<ActionName, 'room.list' | 'studio.open' | 'studio.create' | 'studio.claim'>
type Row = readonly [
  action: RoomAction,
  publish: boolean | undefined,
  person: Person,
  answers: Record<Which, Answer>,
]

const all = (answer: Answer): Record<Which, Answer> => ({
  created: answer,
  live: answer,
  ended: answer,
  foreign: answer,
  unknown: answer,
})
const watch = { ...all('ok'), ended: 'ROOM_ENDED', unknown: 'ROOM_NOT_FOUND' } as const
const send = { ...watch, created: 'ROOM_NOT_STARTED', foreign: 'NOT_ANCHOR' } as const
const sendRefused = { ...all('NOT_ANCHOR'), ended: 'ROOM_ENDED', unknown: 'ROOM_NOT_FOUND' } as const
const look = { ...all('ok'), unknown: 'ROOM_NOT_FOUND' } as const

const TABLE: Row[] = [
  ...(['token.issue', 'token.renew'] as const).flatMap((action): Row[] => [
    [action, undefined, 'owner', watch],
    [action, false, 'owner', watch],
    [action, true, 'owner', send],
    [action, undefined, 'shopper', watch],
    [action, true, 'shopper', sendRefused],
    [action, undefined, 'nobody', all('NOT_SIGNED_IN')],
    [action, true, 'nobody', all('NOT_SIGNED_IN')],
  ]),
  ...(['room.enter', 'room.snapshot'] as const).flatMap((action): Row[] => [
    [action, undefined, 'owner', look],
    [action, undefined, 'shopper', look],
    [action, undefined, 'nobody', all('NOT_SIGNED_IN')],
  ]),
  [
    'studio.start',
    undefined,
    'owner',
    { created: 'ok', live: 'ok', ended: 'ROOM_ENDED', foreign: 'NOT_ANCHOR', unknown: 'ROOM_NOT_FOUND' },
  ],
  [
    'studio.end',
    undefined,
    'owner',
    {
      created: 'ROOM_NOT_STARTED',
      live: 'ok',
      ended: 'ok',
      foreign: 'NOT_ANCHOR',
      unknown: 'ROOM_NOT_FOUND',
    },
  ],
  [
    'studio.beat',
    undefined,
    'owner',
    {
      created: 'ROOM_NOT_STARTED',
      live: 'ok',
      ended: 'ROOM_ENDED',
      foreign: 'NOT_ANCHOR',
      unknown: 'ROOM_NOT_FOUND',
    },
  ],
  // A beat asks the room alone whose it is.
  ['studio.beat', undefined, 'shopper', { ...all('NOT_ANCHOR'), unknown: 'ROOM_NOT_FOUND' }],
  ['studio.beat', undefined, 'nobody', all('NOT_SIGNED_IN')],
  ...(['studio.start', 'studio.end'] as const).flatMap((action): Row[] => [
    [action, undefined, 'shopper', all('NOT_ANCHOR')],
    [action, undefined, 'nobody', all('NOT_SIGNED_IN')],
  ]),
]

async function aFullShop() {
  const shop = aShop()
  for (const room of Object.values(ROOMS)) if (room) await shop.rooms.add(room)
  return shop
}

const said = (reply: { ok: true } | { ok: false; code: ErrorCode }): Answer => (reply.ok ? 'ok' : reply.code)

for (const [action, publish, person, answers] of TABLE) {
  const name = `${action}${publish === undefined ? '' : ` publish=${publish}`} by the ${person}`
  test(`${name}: ${[...new Set(Object.values(answers))].join(', ')}`, async () => {
    for (const which of Object.keys(ROOMS) as Which[]) {
      const shop = await aFullShop()
      const fields = {
        roomID: ROOMS[which]?._id ?? 'unknown-room',
        ...(publish !== undefined && { publish }),
        ...(action === 'studio.beat' && { uplink: UPLINK }),
      }
      const reply = await shop.call(PEOPLE[person], action, fields)
      assert.equal(said(reply), answers[which], which)
      assert.doesNotMatch(JSON.stringify(reply), /openid|openSlot/i)
      for (const openid of [OWNER, SHOPPER, 'oEarlierOwner']) {
        assert.ok(!JSON.stringify(reply).includes(openid), `${which}: an openid left the server`)
      }
      if (!reply.ok) assert.equal(reply.message, ERROR_MESSAGES[reply.code])
      if (!reply.ok) {
        const { sent, beacons } = shop.signals
        assert.deepEqual([...sent, ...beacons], [], `${which}: a refusal announced something`)
      }
      assert.deepEqual(shop.log, [])
    }
  })
}

test('room.list and studio.create: everybody signed in looks, the owner alone opens', async () => {
  const expected: Record<Person, [list: Answer, create: Answer]> = {
    owner: ['ok', 'ok'],
    shopper: ['ok', 'NOT_ANCHOR'],
    nobody: ['NOT_SIGNED_IN', 'NOT_SIGNED_IN'],
  }
  for (const person of Object.keys(PEOPLE) as Person[]) {
    const shop = aShop()
    assert.deepEqual(
      [
        said(await shop.call(PEOPLE[person], 'room.list', {})),
        said(await shop.call(PEOPLE[person], 'studio.create', { title: '秋冬新款' })),
      ],
      expected[person],
    )
  }
})

test('while the shop has no owner nobody opens a room', async () => {
  const shop = aShop()
  shop.members.handOverTo(null)
  assert.equal(said(await shop.call(OWNER, 'studio.create', { title: '秋冬新款' })), 'NOT_ANCHOR')
})

test('a role that was taken away is gone at once', async () => {
  const shop = await aFullShop()
  shop.members.handOverTo({ openid: SHOPPER, name: '新店主' })
  const asks = ['studio.start', 'studio.end'] as const
  for (const action of asks) {
    for (const person of [OWNER, SHOPPER]) {
      assert.equal(said(await shop.call(person, action, { roomID: 'live-room' })), 'NOT_ANCHOR')
    }
  }
})

const GOOD: { [Name in ActionName]: Actions[Name]['request'] } = {
  'token.issue': { roomID: 'live-room' },
  'token.renew': { roomID: 'live-room', publish: true },
  'room.list': {},
  'room.enter': { roomID: 'live-room' },
  'room.snapshot': { roomID: 'live-room' },
  'studio.open': {},
  'studio.create': { title: '秋冬新款' },
  'studio.start': { roomID: 'live-room' },
  'studio.end': { roomID: 'live-room' },
  'studio.claim': { code: '0000-0000' },
  'studio.beat': { roomID: 'live-room', uplink: UPLINK },
}

const BAD_ROOM_IDS = [
  undefined,
  null,
  '',
  7,
  {},
  ['live-room'],
  { $ne: '' },
  'a/b',
  'a b',
  '房间',
  'r'.repeat(65),
]
const BAD_FIELDS: Partial<Record<ActionName, [field: string, value: unknown][]>> = {
  'token.issue': [
    ['publish', 1],
    ['publish', 'true'],
    ['publish', null],
  ],
  'studio.create': [
    ['title', undefined],
    ['title', null],
    ['title', 7],
    ['title', { $ne: '' }],
    ['title', '长'.repeat(31)],
    ['title', 'x'.repeat(501)],
    ['cover', 'javascript:alert(1)'],
    ['cover', 'http://example.com/a.png'],
    ['cover', '//example.com/a.png'],
    ['cover', `https://example.com/${'a'.repeat(300)}`],
    ['cover', "https://example.com/a.png'); background: url('x"],
    ['cover', 7],
    ['cover', null],
    ['startsAt', 1.5],
    ['startsAt', '1700000100000'],
    ['startsAt', null],
    ['startsAt', Number.NaN],
  ],
  'studio.claim': [
    ['code', undefined],
    ['code', ''],
    ['code', 7],
    ['code', { $ne: '' }],
    ['code', 'a'.repeat(101)],
  ],
  'studio.beat': [
    ['uplink', undefined],
    ['uplink', null],
    ['uplink', { ...UPLINK, fps: -1 }],
    ['uplink', { ...UPLINK, videoKbps: '1200' }],
    ['uplink', { ...UPLINK, audioKbps: Number.POSITIVE_INFINITY }],
    ['uplink', { ...UPLINK, rev: 99 }],
    ['uplink', { videoKbps: 1, audioKbps: 1 }],
    ['online', -1],
    ['online', 1.5],
    ['online', 'many'],
    ['online', null],
    ['rev', 99],
    ['status', 'ended'],
    ['awaySince', null],
  ],
}

for (const [action, good] of Object.entries(GOOD) as [ActionName, Record<string, unknown>][]) {
  const functionName = action.split('.')[0] as 'token' | 'room' | 'studio'
  const roomIDs = 'roomID' in good ? BAD_ROOM_IDS.map((value) => ['roomID', value] as const) : []
  const strangers = [
    ['openid', OWNER],
    ['extra', 1],
    ['__proto__x', {}],
  ] as const
  test(`${action} refuses missing, wrong and unknown fields`, async () => {
    for (const [field, value] of [...roomIDs, ...strangers, ...(BAD_FIELDS[action] ?? [])]) {
      const shop = await aFullShop()
      const before = structuredClone(shop.rooms.calls)
      const reply = await shop.callRaw(functionName, OWNER, { action, ...good, [field]: value })
      assert.deepEqual(
        reply,
        { ok: false, code: 'BAD_INPUT', message: ERROR_MESSAGES.BAD_INPUT },
        `${field}=${JSON.stringify(value)}`,
      )
      assert.deepEqual(shop.rooms.calls, before, 'a malformed request touched the rooms')
      assert.deepEqual(shop.log, [])
    }
  })
}

test('a title of blanks is its own error, and one of exactly 30 characters is welcome', async () => {
  assert.equal(said(await aShop().call(OWNER, 'studio.create', { title: ' \n ' })), 'TITLE_EMPTY')
  assert.equal(said(await aShop().call(OWNER, 'studio.create', { title: '' })), 'TITLE_EMPTY')
  const { room } = await aShop().ask(OWNER, 'studio.create', { title: ` ${'🎉'.repeat(30)} ` })
  assert.equal(room.title, '🎉'.repeat(30))
})

test('an action that does not exist, or belongs to another function, is one this version does not know', async () => {
  const events = [
    {},
    { action: null },
    { action: ['room.list'] },
    { action: '' },
    { action: 'room.delete' },
    { action: 'studio.create', title: '越权' },
    { action: 'constructor' },
    { action: '__proto__' },
    { action: 'toString' },
    null,
    undefined,
    'room.list',
    7,
  ]
  for (const event of events) {
    const reply = await aShop().callRaw('room', OWNER, event)
    assert.ok(!reply.ok && reply.code === 'UNKNOWN_ACTION', JSON.stringify(event))
  }
})

test('what a phone writes about identity changes nothing', async () => {
  const shop = await aFullShop()
  const forged = {
    action: 'studio.end',
    roomID: 'live-room',
    userInfo: { openId: OWNER, appId: 'wx' },
    tcbContext: {},
  }
  assert.equal(said(await shop.callRaw('studio', SHOPPER, forged)), 'NOT_ANCHOR')
  assert.equal(said(await shop.callRaw('studio', OWNER, { ...forged, userInfo: { openId: SHOPPER } })), 'ok')
})
