import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// What is entered in the console by hand must fit the code: nothing there says so.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const json = (path: string) => JSON.parse(read(path))

const functions = readdirSync(root).filter((name) => existsSync(join(root, name, 'index.ts')))
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(?:test|contract)\.ts$|testing/.test(file))
  .map((file) => read(file))
const collections = new Set(
  sources.flatMap((text) => [...text.matchAll(/\.collection\('(\w+)'\)/g)].map(([, name]) => name ?? '')),
)

test('every collection of the code has rules, and phones may do nothing in it', () => {
  expect(collections.size).toBeGreaterThanOrEqual(4)
  expect(Object.keys(json('database/rules.json')).sort()).toStrictEqual([...collections].sort())
  for (const rule of Object.values(json('database/rules.json'))) {
    expect(rule).toStrictEqual({ read: false, write: false })
  }
})

test('every index is of a collection of the code', () => {
  for (const { collection } of json('database/indexes.json'))
    assert.ok(collections.has(collection), collection)
})

test('phones may call exactly the functions that know people', () => {
  const rules = json('database/function-rules.json')
  expect(rules['*']).toStrictEqual({ invoke: 'auth != null' })
  for (const name of functions) {
    const isForPeople = read(`${name}/index.ts`).includes('defineFunction')
    assert.deepEqual(rules[name], isForPeople ? undefined : { invoke: false }, name)
  }
})

test('a function that the timer starts declares the timer, in seven fields; no other does', () => {
  for (const name of functions) {
    const { triggers } = json(`${name}/config.json`)
    if (!read(`${name}/index.ts`).includes('defineTimer')) assert.equal(triggers, undefined, name)
    else {
      expect(triggers).toHaveLength(1)
      expect(triggers[0].type).toBe('timer')
      expect(triggers[0].config).toMatch(/^\S+(?: \S+){6}$/)
    }
  }
})

/** What each function asks WeChat; all other functions nothing. */
const OPENAPI: Record<string, string[]> = {
  studio: ['security.msgSecCheck'],
  shop: ['security.msgSecCheck', 'wxa.sec.order.uploadShippingInfo'],
  clock: ['wxa.sec.order.uploadShippingInfo'],
}

test('functions that ask WeChat’s openapi declare it', () => {
  for (const name of functions) {
    assert.deepEqual(json(`${name}/config.json`).permissions.openapi, OPENAPI[name] ?? [], name)
  }
})

test('every function has its limits and its runtime in deployment.json, and none in config.json', () => {
  const deployment = json('deployment.json')
  expect(Object.keys(deployment)).toStrictEqual([...functions].sort())
  for (const name of functions) {
    expect(json(`${name}/config.json`)).not.toHaveProperty('timeout')
    const { timeout, memory, runtime } = deployment[name]
    expect(timeout).toBeGreaterThanOrEqual(3)
    expect(timeout).toBeLessThanOrEqual(60)
    expect(memory).toBeGreaterThanOrEqual(256)
    // The bundles call fetch and AbortSignal.timeout of Node.js 18.
    expect(Number(/^Nodejs(\d+)\./.exec(runtime)?.[1])).toBeGreaterThanOrEqual(18)
  }
})
