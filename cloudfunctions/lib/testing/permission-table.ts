import type { ShopActions } from '../../../miniprogram/domain/api/shop'
import type { ErrorCode } from '../../../miniprogram/domain/errors'
import type { ActionName, Actions } from '../define-action'
import { aLiveRoom, anEndedRoom, aRoom } from './a-room'
import { OWNER, SHOPPER } from './a-shop'
import { badIDsOf, SHOP_BAD, SHOP_GOOD } from './shop-permission-table'

// Every action × everybody who may ask × every state a room can be in; then every malformed request. Asked in memory
// (permissions.test.ts) and of the deployed functions (test/functions/permissions.test.ts).

export const PEOPLE = { owner: OWNER, shopper: SHOPPER, nobody: null } as const
export type Person = keyof typeof PEOPLE
export type Answer = 'ok' | ErrorCode

const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }

/** Rooms of the owner, one of each status, and one that belongs to an owner of earlier days. */
const shelf = { shelf: [{ goodsID: 'cup', livePrices: {} }], shelfRev: 1 }
export const ROOMS = {
  created: aRoom({ _id: 'created-room', ownerOpenid: OWNER, openSlot: 'x1', ...shelf }),
  live: aLiveRoom({ _id: 'live-room', ownerOpenid: OWNER, openSlot: 'x2', ...shelf }),
  ended: anEndedRoom({ _id: 'ended-room', ownerOpenid: OWNER, ...shelf }),
  foreign: aLiveRoom({ _id: 'foreign-room', ownerOpenid: 'oEarlierOwner', ...shelf }),
  unknown: null,
} as const
export type Which = keyof typeof ROOMS

type RoomAction =
  | Exclude<ActionName, keyof ShopActions | 'room.list' | 'studio.open' | 'studio.create' | 'studio.claim'>
  | 'shelf.set'
  | 'shelf.get'
  | 'shelf.pin'
  | 'shelf.unpin'
  | 'shelf.marks'
export type Row = readonly [
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

export const PERMISSIONS: readonly Row[] = [
  ...(['token.issue', 'token.renew'] as const).flatMap((action): Row[] => [
    [action, undefined, 'owner', watch],
    [action, false, 'owner', watch],
    [action, true, 'owner', send],
    [action, undefined, 'shopper', watch],
    [action, true, 'shopper', sendRefused],
    [action, undefined, 'nobody', all('NOT_SIGNED_IN')],
    [action, true, 'nobody', all('NOT_SIGNED_IN')],
  ]),
  ...(['room.enter', 'room.snapshot', 'shelf.get'] as const).flatMap((action): Row[] => [
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
  ...(['shelf.set', 'shelf.pin', 'shelf.unpin'] as const).map(
    (action): Row => [
      action,
      undefined,
      'owner',
      { ...all('ok'), ended: 'ROOM_ENDED', foreign: 'NOT_ANCHOR', unknown: 'ROOM_NOT_FOUND' },
    ],
  ),
  ['shelf.marks', undefined, 'owner', { ...look, foreign: 'NOT_ANCHOR' }],
  // As with a beat, the room alone is asked whose it is.
  ...(['shelf.pin', 'shelf.unpin', 'shelf.marks'] as const).flatMap((action): Row[] => [
    [action, undefined, 'shopper', { ...all('NOT_ANCHOR'), unknown: 'ROOM_NOT_FOUND' }],
    [action, undefined, 'nobody', all('NOT_SIGNED_IN')],
  ]),
  ...(['studio.start', 'studio.end', 'shelf.set'] as const).flatMap((action): Row[] => [
    [action, undefined, 'shopper', all('NOT_ANCHOR')],
    [action, undefined, 'nobody', all('NOT_SIGNED_IN')],
  ]),
]

export const GOOD: { [Name in ActionName]: Actions[Name]['request'] } = {
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
  ...SHOP_GOOD,
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
  ...SHOP_BAD,
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

const STRANGE_FIELDS: [field: string, value: unknown][] = [
  ['openid', OWNER],
  ['extra', 1],
  ['__proto__x', {}],
]

/** The fields of one row of PERMISSIONS for one room. */
export function fieldsOf([action, publish]: Row, which: Which): Record<string, unknown> {
  return {
    roomID: ROOMS[which]?._id ?? 'unknown-room',
    ...(publish !== undefined && { publish }),
    ...(action === 'studio.beat' && { uplink: UPLINK }),
    ...(action === 'shelf.pin' && { goodsID: 'cup' }),
    ...(action === 'shelf.set' && { shelfRev: 1, entries: [{ goodsID: 'cup' }] }),
  }
}

const MAY_LACK_ROOM: ReadonlySet<ActionName> = new Set(['order.place'])

/** All the ways in which a good request is spoilt by one field. */
export function spoiltFields(action: ActionName): [field: string, value: unknown][] {
  const roomIDs: [string, unknown][] =
    'roomID' in GOOD[action] && !MAY_LACK_ROOM.has(action)
      ? BAD_ROOM_IDS.map((value) => ['roomID', value])
      : []
  return [...roomIDs, ...badIDsOf(GOOD[action]), ...STRANGE_FIELDS, ...(BAD_FIELDS[action] ?? [])]
}

export const said = (reply: { ok: true } | { ok: false; code: ErrorCode }): Answer =>
  reply.ok ? 'ok' : reply.code
