import assert from 'node:assert/strict'
import { createEventChannel } from './event-channel.ts'
import { checkSetData } from './set-data.ts'
import { parseAddress, resolveAddress } from './url.ts'

test('page addresses are resolved from the page on top and their queries decoded', () => {
  const resolved: [string, string, string][] = [
    ['../x/x?a=1', 'live/room/room', 'live/x/x?a=1'],
    ['/pages/a/a', 'live/room/room', 'pages/a/a'],
    ['./b?u=../c', 'pages/a/a', 'pages/a/b?u=../c'],
    ['b', '', 'b'],
  ]
  for (const [url, from, expected] of resolved) assert.equal(resolveAddress(url, from), expected, url)
  expect(parseAddress('/a/b?x=%E4%BD%A0&y&z=1=2&bad=%E4%')).toStrictEqual({
    path: 'a/b',
    query: { x: '你', y: '', z: '1=2', bad: '%E4%' },
  })
})

test('setData takes a deep copy of JSON and refuses what cannot be shown', () => {
  const inner = { list: [1, undefined, { at: new Date(0) }], gone: undefined }
  const { data, undefinedKeys } = checkSetData({ 'a.b[0]': inner, missing: undefined, n: Number.NaN })
  expect(data).toStrictEqual({ 'a.b[0]': { list: [1, null, { at: '1970-01-01T00:00:00.000Z' }] }, n: null })
  expect(undefinedKeys).toStrictEqual(['missing'])

  const cycle: Record<string, unknown> = {}
  cycle.self = { cycle }
  const refused: [unknown, RegExp][] = [
    [{ a: { f() {} } }, /"a\.f" is a function/],
    [{ a: [Symbol('x')] }, /"a\[0\]" is a symbol/],
    [{ cycle }, /"cycle\.self\.cycle" contains itself/],
    [{ big: 'x'.repeat(1024 * 1024) }, /more than the 1048576/],
    [undefined, /must be an object/],
  ]
  for (const [given, expected] of refused) assert.throws(() => checkSetData(given), expected)
  const shared = { one: 1 }
  expect(checkSetData({ a: shared, b: shared }).data).toStrictEqual({ a: shared, b: shared })
})

test('what one end of an event channel emits, the other hears', () => {
  const errors: unknown[] = []
  const heard: unknown[] = []
  const [opener, opened] = createEventChannel((error) => errors.push(error))
  opener.on('a', () => {
    throw new Error('listener')
  })
  opener.on('a', (...args) => heard.push(args))
  opener.once('a', () => heard.push('once'))
  opened.emit('a', 1, 2)
  opened.emit('a', 3)
  opener.emit('a', 'not to myself')
  opener.off('a')
  opened.emit('a', 4)
  expect(heard).toStrictEqual([[1, 2], 'once', [3]])
  expect(errors).toHaveLength(2)
})
