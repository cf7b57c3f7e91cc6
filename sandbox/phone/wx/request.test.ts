import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from './request.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

test('GET data goes into the query', () => {
  assert.deepEqual(encode({ url: 'https://a/x?b=1', data: { c: '中', d: 2 } }, 'GET'), {
    url: 'https://a/x?b=1&c=%E4%B8%AD&d=2',
    body: null,
    header: JSON_TYPE,
  })
})

test('POST data is JSON, or a form when the header says so', () => {
  const options = { url: 'https://a/x', data: { b: 1 } }
  assert.deepEqual(encode(options, 'POST'), { url: 'https://a/x', body: '{"b":1}', header: JSON_TYPE })
  assert.deepEqual(encode({ ...options, header: { 'Content-Type': FORM_TYPE['content-type'] } }, 'POST'), {
    url: 'https://a/x',
    body: 'b=1',
    header: FORM_TYPE,
  })
})

test('text is sent as it is', () => {
  assert.equal(encode({ url: 'https://a', data: 'plain' }, 'POST').body, 'plain')
})
