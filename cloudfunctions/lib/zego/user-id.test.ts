import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { SYSTEM_USER_ID } from '../../../miniprogram/domain/signal'
import { USER_ID_LENGTH, userIDOf } from './user-id'

const OPENID = 'oShopper00000000000000000000'

test('one person has one userID, another person or secret another', () => {
  const userID = userIDOf(OPENID, 'audience', 'secret')
  assert.equal(userIDOf(OPENID, 'audience', 'secret'), userID)
  assert.notEqual(userIDOf(`${OPENID}1`, 'audience', 'secret'), userID)
  assert.notEqual(userIDOf(OPENID, 'audience', 'secret2'), userID)
})

test('a host who looks into the own show on a second device is somebody else to ZEGO', () => {
  assert.notEqual(userIDOf(OPENID, 'anchor', 'secret'), userIDOf(OPENID, 'audience', 'secret'))
  assert.match(userIDOf(OPENID, 'anchor', 'secret'), /^[0-9A-Za-z_-]{24}$/)
})

test('it is the head of the HMAC in characters ZEGO takes', () => {
  const userID = userIDOf(OPENID, 'audience', 'secret')
  const base64 = createHmac('sha256', 'secret').update(OPENID).digest('base64')
  assert.match(userID, /^[0-9A-Za-z_-]{24}$/)
  assert.equal(userID, base64.slice(0, 24).replaceAll('+', '-').replaceAll('/', '_'))
})

test('no openid can be given the reserved name of the system', () => {
  assert.notEqual(SYSTEM_USER_ID.length, USER_ID_LENGTH)
})
