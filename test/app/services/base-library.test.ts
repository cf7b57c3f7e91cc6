import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  GATE_FEATURES,
  gatePath,
  gateReason,
  MIN_BASE_LIBRARY,
  NEEDED_FEATURES,
  OPTIONAL_FEATURES,
} from '../../../miniprogram/services/base-library.ts'
import { KNOWN_APIS } from '../../../sandbox/phone/wx/known-apis.ts'

const APP = fileURLToPath(new URL('../../../miniprogram', import.meta.url))
const GATE_VERSION = '2.3.0'

const hasTags = () => true
const hasNoTags = () => false

test('what WeChat lacks is named: its version first, then the component', () => {
  for (const [version, hasTag, tag, reason] of [
    ['2.2.9', hasTags, 'live-player', 'version'],
    ['2.10.0', hasTags, null, 'version'],
    [MIN_BASE_LIBRARY, hasTags, 'live-player', null],
    [MIN_BASE_LIBRARY, hasNoTags, 'live-pusher', 'component'],
    [MIN_BASE_LIBRARY, hasNoTags, null, null],
    ['3.10.3', hasTags, 'live-pusher', null],
    ['0', hasTags, null, 'version'],
  ] as const) {
    assert.equal(gateReason(version, hasTag, tag), reason, `${version} ${tag}`)
  }
})

test('the app’s minimum is the newest thing that it cannot do without', () => {
  expect(MIN_BASE_LIBRARY).toBe('2.20.1')
  expect(Object.values(NEEDED_FEATURES)).toContain(MIN_BASE_LIBRARY)
})

test('the gate knows where to lead afterwards', () => {
  expect(gatePath('version', '/live/room/room?roomID=r')).toBe(
    `/pages/gate/gate?reason=version&need=${MIN_BASE_LIBRARY}&to=%2Flive%2Froom%2Froom%3FroomID%3Dr`,
  )
})

/** wx.name → the app's files that use it. */
function usedApis(): Map<string, string[]> {
  const used = new Map<string, string[]>()
  const sources = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/node_modules|miniprogram_npm/.test(file))
  for (const file of sources) {
    // Comments and tables tell of APIs, too.
    const code = readFileSync(join(APP, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'/gm, '')
    for (const [, name] of code.matchAll(/\bwx\s*\.([a-zA-Z]+)/g)) {
      const api = `wx.${name}`
      used.set(api, [...(used.get(api) ?? []), file])
    }
  }
  return used
}

test('every wx API that the app uses is needed, asked for before, or the gate’s', () => {
  const listed = [...Object.keys(NEEDED_FEATURES), ...OPTIONAL_FEATURES, ...GATE_FEATURES].filter((name) =>
    /^wx\.\w+$/.test(name),
  )
  const used = usedApis()
  assert.deepEqual(
    [...used.keys()].filter((api) => !listed.includes(api)),
    [],
    'used and not listed',
  )
  assert.deepEqual(
    listed.filter((api) => !used.has(api)),
    [],
    'listed and not used',
  )
})

test('the table tells what WeChat’s own types tell', () => {
  for (const [name, since] of Object.entries(NEEDED_FEATURES)) {
    const api = /^wx\.(\w+)$/.exec(name)?.[1]
    const known = api === undefined ? undefined : KNOWN_APIS.get(api)
    if (known !== undefined) assert.equal(since, known.since, name)
  }
})

test('the gate itself, and all that stands before it, runs on 2.3.0', () => {
  const gate = [...usedApis()].filter(([, files]) =>
    files.some(
      (file) => file === 'pages/gate/gate.ts' || file === 'services/environment.ts' || file === 'app.ts',
    ),
  )
  for (const [name] of gate) {
    if ((OPTIONAL_FEATURES as readonly string[]).includes(name) || name === 'wx.cloud') continue
    const since = KNOWN_APIS.get(name.slice('wx.'.length))?.since ?? '1.0.0'
    assert.equal(newerThan(since, GATE_VERSION), false, `${name} came with ${since}`)
  }
})

function newerThan(a: string, b: string): boolean {
  const number = (version: string) => version.split('.').reduce((sum, part) => sum * 1_000 + Number(part), 0)
  return number(a) > number(b)
}
