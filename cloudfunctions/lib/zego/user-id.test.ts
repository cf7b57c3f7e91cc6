import { createHmac } from 'node:crypto'
import { SYSTEM_USER_ID } from '../../../miniprogram/domain/signal'
import { USER_ID_LENGTH, userIDOf } from './user-id'

const OPENID = 'oShopper00000000000000000000'

test('one person has one userID, another person or secret another', () => {
  const userID = userIDOf(OPENID, 'audience', 'secret')
  expect(userIDOf(OPENID, 'audience', 'secret')).toBe(userID)
  expect(userIDOf(`${OPENID}1`, 'audience', 'secret')).not.toBe(userID)
  expect(userIDOf(OPENID, 'audience', 'secret2')).not.toBe(userID)
})

test('an anchor who looks into the own show on a second device is somebody else to ZEGO', () => {
  expect(userIDOf(OPENID, 'anchor', 'secret')).not.toBe(userIDOf(OPENID, 'audience', 'secret'))
  expect(userIDOf(OPENID, 'anchor', 'secret')).toMatch(/^[0-9A-Za-z_-]{24}$/)
})

test('it is the head of the HMAC in characters ZEGO takes', () => {
  const userID = userIDOf(OPENID, 'audience', 'secret')
  const base64 = createHmac('sha256', 'secret').update(OPENID).digest('base64')
  expect(userID).toMatch(/^[0-9A-Za-z_-]{24}$/)
  expect(userID).toBe(base64.slice(0, 24).replaceAll('+', '-').replaceAll('/', '_'))
})

test('no openid can be given the reserved name of the system', () => {
  expect(SYSTEM_USER_ID.length).not.toBe(USER_ID_LENGTH)
})
