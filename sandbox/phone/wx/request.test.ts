import { encode } from './request.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

test('GET data goes into the query', () => {
  expect(encode({ url: 'https://a/x?b=1', data: { c: '中', d: 2 } }, 'GET')).toStrictEqual({
    url: 'https://a/x?b=1&c=%E4%B8%AD&d=2',
    body: null,
    header: JSON_TYPE,
  })
})

test('POST data is JSON, or a form when the header says so', () => {
  const options = { url: 'https://a/x', data: { b: 1 } }
  expect(encode(options, 'POST')).toStrictEqual({ url: 'https://a/x', body: '{"b":1}', header: JSON_TYPE })
  expect(encode({ ...options, header: { 'Content-Type': FORM_TYPE['content-type'] } }, 'POST')).toStrictEqual(
    {
      url: 'https://a/x',
      body: 'b=1',
      header: FORM_TYPE,
    },
  )
})

test('text is sent as it is', () => {
  expect(encode({ url: 'https://a', data: 'plain' }, 'POST').body).toBe('plain')
})
