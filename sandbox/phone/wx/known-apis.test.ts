import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { KNOWN_APIS } from './known-apis.ts'

interface Typed {
  readonly since: string
  readonly callbacks: boolean
}

/** Reads every member of `interface Wx` from miniprogram-api-typings. */
function readTypings(): Map<string, Typed> {
  const file = createRequire(import.meta.url).resolve('miniprogram-api-typings/types/wx/lib.wx.api.d.ts')
  const source = readFileSync(file, 'utf8')
  const withCallbacks = new Set(
    [...source.matchAll(/^ {4}interface (\w+)(?:<[^{]*>)? (?:extends [^{]+ )?\{\n([\s\S]*?)^ {4}\}/gm)]
      .filter((match) => /^ {8}success\?:/m.test(match[2] ?? ''))
      .map((match) => match[1] ?? ''),
  )
  const start = source.indexOf('\n    interface Wx {') + 1
  const members = source.slice(start, source.indexOf('\n    type ', start))
  const found = new Map<string, Typed>()
  const pattern = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {8}(\w+)(?:<[^(]*>)?(\((?:(?!\n {8}\/\*\*)[\s\S])*)/g
  for (const [, doc = '', name = '', signature = ''] of members.matchAll(pattern)) {
    const since = /需要基础库： `([\d.]+)`/.exec(doc)?.[1] ?? '1.0.0'
    const options = [...signature.matchAll(/\b(\w+(?:Option|Options))\b/g)].map((match) => match[1] ?? '')
    if (!found.has(name))
      found.set(name, { since, callbacks: options.some((type) => withCallbacks.has(type)) })
  }
  return found
}

test('the table of known names is the one of the published typings', () => {
  const typed = readTypings()
  assert.ok(typed.size > 450, `${typed.size} names read`)
  expect([...KNOWN_APIS.keys()].sort()).toStrictEqual([...typed.keys()].sort())
  for (const [name, entry] of typed) assert.deepEqual(KNOWN_APIS.get(name), entry, name)
})
