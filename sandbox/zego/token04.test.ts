import { TokenError, type TokenFlaw } from './errors.ts'
import { encodeToken04 } from './testing/encode-token04.ts'
import { checkPublish, decodeToken04, verifyToken04 } from './token04.ts'

const SECRET = 'fa94dd0f974cf2e293728a526b028271'
const FIELDS = {
  app_id: 1,
  user_id: 'demo',
  nonce: 123456789,
  ctime: 1700000000,
  expire: 1700003600,
  payload: '',
}
const CBC_IV = Buffer.from('0123456789abcdef', 'ascii')
const GCM_IV = Buffer.from('000102030405060708090a0b', 'hex')
/** The layout is zego_server_assistant's; both strings were made by a second implementation. */
const VECTORS = [
  {
    cipher: 'cbc',
    iv: CBC_IV,
    token:
      '04AAAAAGVT/xAAEDAxMjM0NTY3ODlhYmNkZWYAcPDOWcZeMCPxbh1dpHzCTREIwK2oIO5x78Qlcu9iUMPYkqBI5TvjB3JwCxC9+klE8/eu//t2uE7+o7gQ53yB/JkIFUA6xyD5rb5rd5NER5knvdDJH2auGOam8ZKJG5qT/1t+UUUnbL8ghIsUgkbwAAg=',
  },
  {
    cipher: 'gcm',
    iv: GCM_IV,
    token:
      '04AAAAAGVT/xAADAABAgMEBQYHCAkKCwBzlo4HRoGUdkuLbKIoOhbZY6YpcMaBTLWHRtiSNdXNuWkV2JYrMFwLwjjq6aFvxM5vMUW1ucoWpme7Vck+JCYUW5+rbF2LagnFZkRVec2ODtmU4F4kKEo7U2F+thJs5COIYlau+pkGhJGWuIAhD9RBltNqvwE=',
  },
] as const

for (const { cipher, iv, token } of VECTORS) {
  test(`the published ${cipher} token opens`, () => {
    expect(decodeToken04(token, SECRET)).toStrictEqual({
      appID: 1,
      userID: 'demo',
      nonce: 123456789,
      createdAtS: 1700000000,
      expiresAtS: 1700003600,
      payload: '',
      cipher,
    })
  })

  test(`our ${cipher} token is the published one, letter by letter`, () => {
    expect(encodeToken04(FIELDS, SECRET, iv)).toBe(token)
  })

  test(`a changed letter of a ${cipher} token is noticed`, () => {
    const at = token.length - 40
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
    expect(() => decodeToken04(changed, SECRET)).toThrow(TokenError)
  })
}

const check = { appID: 1, serverSecret: SECRET, userID: 'demo', roomID: 'r1', nowMs: 1700000000_000 }
const withPayload = (payload: unknown) =>
  encodeToken04({ ...FIELDS, payload: JSON.stringify(payload) }, SECRET, CBC_IV)
const plain = encodeToken04(FIELDS, SECRET, CBC_IV)

const REFUSED: readonly [string, TokenFlaw, string, Partial<typeof check>][] = [
  ['an empty string', 'malformed', '', {}],
  ['a Token03', 'malformed', `03${plain.slice(2)}`, {}],
  ['text that is no base64', 'malformed', '04???', {}],
  ['a token cut in the middle', 'malformed', plain.slice(0, 42), {}],
  ['a token with bytes behind its end', 'malformed', `${plain.slice(0, -4)}AAAAAAAA`, {}],
  ['a token made with another secret', 'undecipherable', plain, { serverSecret: '0'.repeat(32) }],
  [
    'a later time written on the outside',
    'undecipherable',
    encodeToken04(FIELDS, SECRET, CBC_IV, 1900000000),
    {},
  ],
  ['the token of another app', 'app', plain, { appID: 2 }],
  ['the token of another person', 'user', plain, { userID: 'other' }],
  ['an old token', 'expired', plain, { nowMs: 1700003600_000 }],
  ['the token of another room', 'room', withPayload({ room_id: 'r2', privilege: { 1: 1, 2: 1 } }), {}],
  [
    'a token that may not log in',
    'loginDenied',
    withPayload({ room_id: 'r1', privilege: { 1: 0, 2: 1 } }),
    {},
  ],
  [
    'privileges that say nothing of login',
    'loginDenied',
    withPayload({ room_id: 'r1', privilege: { 2: 1 } }),
    {},
  ],
  ['a payload that is no JSON', 'malformed', encodeToken04({ ...FIELDS, payload: '{' }, SECRET, CBC_IV), {}],
  ['a privilege of 2', 'malformed', withPayload({ privilege: { 1: 2 } }), {}],
]
for (const [what, flaw, token, change] of REFUSED) {
  test(`${what} is refused as ${flaw}`, () => {
    expect(() => verifyToken04(token, { ...check, ...change })).toThrow(
      expect.objectContaining({ name: 'TokenError', flaw }),
    )
  })
}

test('a token opens its room one millisecond before it runs out', () => {
  expect(verifyToken04(plain, { ...check, nowMs: 1700003600_000 - 1 }).expiresAtS).toBe(1700003600)
})

test('a basic token lets publish anything, an audience token nothing, a host token its own stream', () => {
  const grantOf = (payload: unknown) => verifyToken04(withPayload(payload), check)
  checkPublish(verifyToken04(plain, check), 'any')
  checkPublish(grantOf({ room_id: 'r1', privilege: { 1: 1, 2: 1 }, stream_id_list: null }), 'any')
  checkPublish(grantOf({ room_id: 'r1', privilege: { 1: 1, 2: 1 }, stream_id_list: [] }), 'any')
  const host = grantOf({ room_id: 'r1', privilege: { 1: 1, 2: 1 }, stream_id_list: ['s1'] })
  checkPublish(host, 's1')
  expect(() => checkPublish(host, 's2')).toThrow(expect.objectContaining({ flaw: 'stream' }))
  const audience = grantOf({ room_id: 'r1', privilege: { 1: 1, 2: 0 }, stream_id_list: null })
  expect(() => checkPublish(audience, 's1')).toThrow(expect.objectContaining({ flaw: 'publishDenied' }))
})
