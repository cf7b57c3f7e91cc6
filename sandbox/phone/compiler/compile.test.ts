import assert from 'node:assert/strict'
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
    ['no pages', { 'app.json': { pages: [] } }, /^app\.json:1: "pages": must name at least one page/],
    ['no app script', { 'app.json': app, ...PAGE }, /^app\.js: the file is missing/],
    [
      'page without wxml',
      { 'app.json': app, 'app.js': '' },
      /^app\.json:1: page "pages\/a\/a": .*a\.wxml is missing/,
    ],
    [
      'page without script',
      { 'app.json': app, 'app.js': '', 'pages/a/a.wxml': '' },
      /^app\.json:1: page "pages\/a\/a": neither .*a\.js nor .*a\.ts exists/,
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
      /^pages\/a\/a\.json:1: "usingComponents\.card": there is no component \(\.json and \.wxml\) at "\.\/card"/,
    ],
    [
      'plugin',
      {
        'app.json': app,
        'app.js': '',
        ...PAGE,
        'pages/a/a.json': { usingComponents: { x: 'plugin://p/x' } },
      },
      /^pages\/a\/a\.json:1: "usingComponents\.x": app\.json declares no plugin "p"/,
    ],
    [
      'plugin that nothing stands in for',
      {
        'app.json': { ...app, plugins: { p: { version: '1.0.0', provider: 'wxother' } } },
        'app.js': '',
        ...PAGE,
      },
      /^app\.json: plugin "p" \(wxother\): nothing stands in for this provider here \(DIFFERENCES\.md D-WX-12\)/,
    ],
    [
      'plugin that app.json does not declare, in code',
      { 'app.json': app, 'app.js': '\nrequirePlugin("p")', ...PAGE },
      /^app\.js:2: requirePlugin\("p"\): app\.json declares no plugin of that name/,
    ],
    [
      'sub-package inside a sub-package',
      {
        'app.json': {
          ...app,
          subPackages: [
            { root: 'live', pages: [] },
            { root: 'live/rtc', pages: [] },
          ],
        },
        'app.js': '',
        'live/rtc/a.js': '',
        ...PAGE,
      },
      /^app\.json:1: sub-package "live\/rtc" lies inside sub-package "live": roots must not nest/,
    ],
    [
      'independent sub-package',
      {
        'app.json': { ...app, subPackages: [{ root: 'own', pages: [], independent: true }] },
        'app.js': '',
        'own/a.js': '',
        ...PAGE,
      },
      /^app\.json:1: sub-package "own" is independent, .*D-WX-11/,
    ],
    [
      'code of a sub-package, required as if it were there',
      {
        'app.json': { ...app, subPackages: [{ root: 'rtc', pages: [] }] },
        'app.js': 'App({})\nrequire("./rtc/sdk")',
        ...PAGE,
        'rtc/sdk.js': '',
      },
      /^app\.js:2: requires "\.\/rtc\/sdk" of sub-package "rtc", which may not be there yet: use require\.async/,
    ],
    [
      'component of a sub-package without a placeholder',
      {
        'app.json': { ...app, subPackages: [{ root: 'rtc', pages: [] }] },
        'app.js': '',
        ...PAGE,
        'pages/a/a.json': { usingComponents: { far: '/rtc/far' } },
        'rtc/far.wxml': '',
        'rtc/far.js': 'Component({})',
        'rtc/far.json': { component: true },
      },
      /^pages\/a\/a\.json:1: "usingComponents\.far" is in sub-package "rtc", which needs a componentPlaceholder/,
    ],
    [
      'main package above 2 MB',
      { 'app.json': app, 'app.js': '', ...PAGE, 'assets/big.png': 'x'.repeat(2 * 1024 * 1024) },
      /^app\.json: the main package is 2049 KB, and WeChat takes 2048 KB/,
    ],
    [
      'sub-package above 2 MB',
      {
        'app.json': { ...app, subPackages: [{ root: 'live', pages: [] }] },
        'app.js': '',
        ...PAGE,
        'live/big.png': 'x'.repeat(2 * 1024 * 1024 + 1),
      },
      /^app\.json: sub-package "live" is 2049 KB, and WeChat takes 2048 KB/,
    ],
    [
      'a page that is listed twice',
      { 'app.json': '{\n  "pages": [\n    "pages/a/a",\n    "pages/a/a"\n  ]\n}', 'app.js': '', ...PAGE },
      /^app\.json:4: "pages\/a\/a" is repeated in \["pages"\]/,
    ],
    [
      'a value that WeChat does not take',
      { 'app.json': { ...app, window: { navigationStyle: 'costum' } }, 'app.js': '', ...PAGE },
      /^app\.json:1: \["window"\]\["navigationStyle"\] field needs to be custom,default/,
    ],
    [
      'a page field of the wrong type',
      { 'app.json': app, 'app.js': '', ...PAGE, 'pages/a/a.json': '{\n  "disableScroll": "yes"\n}' },
      /^pages\/a\/a\.json:2: \["disableScroll"\] field needs to be boolean/,
    ],
    [
      'a package without pages, to be preloaded',
      {
        'app.json': {
          ...app,
          subPackages: [{ root: 'rtc', pages: [] }],
          preloadRule: { 'pages/a/a': { packages: ['rtc'] } },
        },
        'app.js': '',
        ...PAGE,
        'rtc/sdk.js': '',
      },
      /^app\.json:1: \["preloadRule"\]\["pages\/a\/a"\]\["packages"\]\[0\]: rtc not found \(a package without pages is none\)/,
    ],
    [
      'a sub-package that is no folder',
      { 'app.json': { ...app, subPackages: [{ root: 'none', pages: [] }] }, 'app.js': '', ...PAGE },
      /^app\.json:1: \["subPackages"\]\[0\]\["root"\]: "none" directory not found/,
    ],
    [
      'a plugin without a provider',
      { 'app.json': { ...app, plugins: { p: { version: '1.0.0' } } }, 'app.js': '', ...PAGE },
      /^app\.json:1: \["plugins"\]\["p"\]\["provider"\] should not be empty/,
    ],
    [
      'one tab',
      {
        'app.json': { ...app, tabBar: { list: [{ pagePath: 'pages/a/a', text: 'a' }] } },
        'app.js': '',
        ...PAGE,
      },
      /^app\.json:1: \["tabBar"\]\["list"\] must contain at least 2 items/,
    ],
    [
      'a variable without a theme',
      { 'app.json': { ...app, window: { backgroundColor: '@bg' } }, 'app.js': '', ...PAGE },
      /^app\.json:1: \["window"\]\["backgroundColor"\] use variable: @bg/,
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

test('a slot with something inside is no mistake: WeChat takes it, and leaves the inside out', async () => {
  const app = { 'app.json': { pages: ['pages/a/a'] }, 'app.js': '', ...PAGE }
  expect(
    await problemsOf({ ...app, 'pages/a/a.wxml': '<slot name="a"><view>b</view></slot>' }),
  ).toStrictEqual([])
})

test('a project is packed as app.json cuts it', async () => {
  const { manifest, packages, problems } = await compileProject({
    root: FIXTURE,
    miniprogramRoot: FIXTURE,
    appid: 'wx1',
  })
  expect(problems).toStrictEqual([])
  expect(manifest.pages).toStrictEqual(['pages/first/first', 'pages/second/second', 'packed/page/page'])
  expect(manifest.entryPage).toBe('pages/first/first')
  expect(manifest.components['pages/first/first']?.json.usingComponents).toStrictEqual({
    card: 'components/card/card',
  })
  expect(manifest.components['components/card/card']?.styleIsolation).toBe('isolated')
  expect([...packages.keys()]).toStrictEqual(['__APP__', 'packed', 'pack'])
  expect(packages.get('pack') ?? '').toMatch(/"pack\/tool\.ts"/)
  expect(packages.get('__APP__') ?? '').not.toMatch(/pack tool|分包/)
})

test('WXS types are names, and its modules are required with suffix', () => {
  expect(transformWxs('var a = x.y.constructor === "Array"').trim()).toBe(
    'var a = __wxs.typeName(x.y) === "Array";',
  )
  expect(transformWxs('require("./a.wxs")').trim()).toBe('require("./a");')
})

test('what would be minified away does not count against a package', async () => {
  const comment = `// ${'x'.repeat(2 * 1024 * 1024)}\n`
  const files = { 'app.json': { pages: ['pages/a/a'] }, 'app.js': comment, ...PAGE }
  expect(await problemsOf(files)).toStrictEqual([])
})

test('a place in a package leads back to the line that was written', async () => {
  const project = tempProject({
    'app.json': { pages: ['pages/a/a'] },
    'app.js': '',
    'pages/a/a.wxml': '',
    'pages/a/a.ts':
      'interface Gone { n: number }\n\nexport const fail = (): never => {\n  throw new Error("x")\n}\n',
  })
  try {
    const { packages, trace } = await compileProject({
      root: project.root,
      miniprogramRoot: project.root,
      appid: 'wx1',
    })
    const code = (packages.get('__APP__') ?? '').split('\n')
    const line = code.findIndex((text) => text.includes('new Error("x")'))
    const column = code[line]?.indexOf('new Error') ?? -1
    expect(trace.locate('__APP__', line + 1, column + 1)).toBe('pages/a/a.ts:4:9')
    const frame = (at: number) =>
      `    at fail (http://p1.localhost:8080/_phone/package/__APP__.js:${at}:${column + 1})`
    expect(
      trace.translate(
        `Error: x\n${frame(line + 1)}\n    at run (http://p1.localhost:8080/_phone/runtime.js:1:1)`,
      ),
    ).toBe('Error: x\n    at fail (pages/a/a.ts:4:9)')
  } finally {
    project.remove()
  }
})
