import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { SYSTEM_USER_ID } from '../../../miniprogram/domain/signal'
import { USER_ID_LENGTH, userIDOf } from './user-id'

const OPENID = 'oShopper00000000000000000000'

test('one person has one userID, another person or secret another', () => {
  const userID = userIDOf(OPENID, 'secret')
  assert.equal(userIDOf(OPENID, 'secret'), userID)
  assert.notEqual(userIDOf(`${OPENID}1`, 'secret'), userID)
  assert.notEqual(userIDOf(OPENID, 'secret2'), userID)
})

test('it is the head of the HMAC in characters ZEGO takes', () => {
  const userID = userIDOf(OPENID, 'secret')
  const base64 = createHmac('sha256', 'secret').update(OPENID).digest('base64')
  assert.match(userID, /^[0-9A-Za-z_-]{24}$/)
  assert.equal(userID, base64.slice(0, 24).replaceAll('+', '-').replaceAll('/', '_'))
})

test('no openid can be given the reserved name of the system', () => {
  assert.notEqual(SYSTEM_USER_ID.length, USER_ID_LENGTH)
})
