import { readToken04 } from '../testing/read-token04'
import { encodeToken04, type TokenClaims, tokenRandom } from './token04'

const SECRET = 'fa94dd0f974cf2e293728a526b028271'
const CLAIMS: TokenClaims = {
  app_id: 1,
  user_id: 'demo',
  nonce: 123456789,
  ctime: 1700000000,
  expire: 1700003600,
  payload: '',
}
const IV = Buffer.from('0123456789abcdef', 'ascii')
/** The token of these claims in the layout of zegoim/zego_server_assistant. */
const TOKEN =
  '04AAAAAGVT/xAAEDAxMjM0NTY3ODlhYmNkZWYAcPDOWcZeMCPxbh1dpHzCTREIwK2oIO5x78Qlcu9iUMPYkqBI5TvjB3JwCxC9+klE8/eu//t2uE7+o7gQ53yB/JkIFUA6xyD5rb5rd5NER5knvdDJH2auGOam8ZKJG5qT/1t+UUUnbL8ghIsUgkbwAAg='

test('the known claims make the known token', () => {
  expect(encodeToken04(CLAIMS, SECRET, IV)).toBe(TOKEN)
})

test('the known token opens to the known claims', () => {
  expect(readToken04(TOKEN, SECRET)).toStrictEqual({ claims: CLAIMS, iv: IV })
})

test('a token survives the way there and back, whatever it says', () => {
  for (const payload of ['', '{"room_id":"r"}', '开播'.repeat(200)]) {
    const claims = { ...CLAIMS, payload, nonce: tokenRandom.nonce() }
    expect(readToken04(encodeToken04(claims, SECRET, tokenRandom.iv()), SECRET).claims).toStrictEqual(claims)
  }
})

test('another secret does not open it', () => {
  expect(() => readToken04(TOKEN, 'ffffffffffffffffffffffffffffffff')).toThrow()
})

test('a nonce is an int32', () => {
  for (let i = 0; i < 100; i++) {
    const nonce = tokenRandom.nonce()
    expect(nonce).toBe(nonce | 0)
  }
})
