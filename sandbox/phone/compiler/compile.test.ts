import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FIXTURE } from '../testing/start-fixture.ts'
import { tempProject } from '../testing/temp-project.ts'
import { compileProject } from './compile.ts'
import { describeProblem } from './problems.ts'
import { transformWxs } from './templates.ts'

const PAGE = { 'pages/a/a.wxml': '<view/>', 'pages/a/a.js': 'Page({})' }

async function problemsOf(files: Record<string, unknown>): Promise<string[]> {
  const project = tempProject(files)
  try {
    const { problems } = await compileProject({
      root: project.root,
      miniprogramRoot: project.root,
      appid: 'wx1',
    })
    return problems.map(describeProblem)
  } finally {
    project.remove()
  }
}

test('what is wrong with a project is told with file and line, and never thrown', async () => {
  const app = { pages: ['pages/a/a'] }
  const table: [what: string, files: Record<string, unknown>, expected: RegExp][] = [
    ['no app.json', {}, /^app\.json: the file is missing/],
    ['app.json is no JSON', { 'app.json': '{\n  "pages": [,]\n}' }, /^app\.json:2:\d+: not valid JSON/],
    ['app.json is cut off', { 'app.json': '{\n  "pages": [' }, /^app\.json:2:\d+: not valid JSON/],
    ['no pages', { 'app.json': { pages: [] } }, /^app\.json: "pages": must name at least one page/],
    ['no app script', { 'app.json': app, ...PAGE }, /^app\.js: the file is missing/],
    [
      'page without wxml',
      { 'app.json': app, 'app.js': '' },
      /^app\.json: page "pages\/a\/a": .*a\.wxml is missing/,
    ],
    [
      'page without script',
      { 'app.json': app, 'app.js': '', 'pages/a/a.wxml': '' },
      /^app\.json: page "pages\/a\/a": neither .*a\.js nor .*a\.ts exists/,
    ],
    [
      'wxml that is not closed',
      { 'app.json': app, 'app.js': '', ...PAGE, 'pages/a/a.wxml': '<view>\n  <text>a\n</view>' },
      /^pages\/a\/a\.wxml:2:\d+: /,
    ],
    [
      'script that cannot be read',
      { 'app.json': app, 'app.js': 'App({})\nconst = 1', ...PAGE },
      /^app\.js:2:7: Expected identifier/,
    ],
    [
      'component that does not exist',
      { 'app.json': app, 'app.js': '', ...PAGE, 'pages/a/a.json': { usingComponents: { card: './card' } } },
      /^pages\/a\/a\.json: "usingComponents\.card": there is no component at "\.\/card"/,
    ],
    [
      'plugin',
      {
        'app.json': app,
        'app.js': '',
        ...PAGE,
        'pages/a/a.json': { usingComponents: { x: 'plugin://p/x' } },
      },
      /^pages\/a\/a\.json: "usingComponents\.x": app\.json declares no plugin "p"/,
    ],
    [
      'package.json that cannot be read',
      {
        'app.json': app,
        'app.js': 'require("x")',
        ...PAGE,
        'node_modules/x/package.json': '{',
        'package.json': '{',
      },
      /^package\.json: not valid JSON/,
    ],
    [
      'wxs that does not exist',
      { 'app.json': app, 'app.js': '', ...PAGE, 'pages/a/a.wxml': '<wxs src="./t.wxs" module="t" />' },
      /^pages\/a\/a\.wxml: needs pages\/a\/t\.wxs, and there is no such file/,
    ],
  ]
  for (const [what, files, expected] of table) {
    const [first = 'no problem', ...more] = await problemsOf(files)
    assert.match(first, expected, what)
    assert.deepEqual(more, [], what)
  }
})

test('a project is packed as app.json cuts it', async () => {
  const { manifest, packages, problems } = await compileProject({
    root: FIXTURE,
    miniprogramRoot: FIXTURE,
    appid: 'wx1',
  })
  assert.deepEqual(problems, [])
  assert.deepEqual(manifest.pages, ['pages/first/first', 'pages/second/second', 'packed/page/page'])
  assert.equal(manifest.entryPage, 'pages/first/first')
  assert.deepEqual(manifest.components['pages/first/first']?.json.usingComponents, {
    card: 'components/card/card',
  })
  assert.equal(manifest.components['components/card/card']?.styleIsolation, 'isolated')
  assert.deepEqual([...packages.keys()], ['__APP__', 'packed', 'pack'])
  assert.match(packages.get('pack') ?? '', /"pack\/tool\.ts"/)
  assert.doesNotMatch(packages.get('__APP__') ?? '', /pack tool|分包/)
})

test('WXS types are names, and its modules are required with suffix', () => {
  assert.equal(
    transformWxs('var a = x.y.constructor === "Array"').trim(),
    'var a = __wxs.typeName(x.y) === "Array";',
  )
  assert.equal(transformWxs('require("./a.wxs")').trim(), 'require("./a");')
})
