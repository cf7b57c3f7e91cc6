import assert from 'node:assert/strict'
import { useCleanUp } from '../../../test/support/clean-up.ts'
import { tempProject } from '../testing/temp-project.ts'
import { convertUnits } from '../units.ts'
import { ProblemList } from './problems.ts'
import { ProjectFiles } from './project-files.ts'
import { compileSelector, compileStyle, type StyleOwner } from './styles.ts'

const cleanUp = useCleanUp()

const app: StyleOwner = { kind: 'app' }
const page: StyleOwner = { kind: 'page', path: 'pages/a/a' }
const component: StyleOwner = { kind: 'component', scope: 's1' }

test('rpx and vh become lengths that the phone page knows, and other units stay', () => {
  const table: [string, string][] = [
    ['20rpx', 'calc(20 * var(--rpx))'],
    ['-1.5rpx 0 .5rpx', 'calc(-1.5 * var(--rpx)) 0 calc(.5 * var(--rpx))'],
    ['calc(100% - 30rpx)', 'calc(100% - calc(30 * var(--rpx)))'],
    ['100vh', 'calc(100 * var(--vh))'],
    ['10px', '10px'],
    ['url(a2rpx.png)', 'url(a2rpx.png)'],
    ['var(--w20rpx)', 'var(--w20rpx)'],
  ]
  for (const [given, expected] of table) assert.equal(convertUnits(given), expected, given)
})

test('selectors mean the same elements as in WeChat', () => {
  const table: [StyleOwner, string, string][] = [
    [app, 'page', 'wx-page'],
    [app, '.a view > text', '.a wx-view > wx-text'],
    [page, 'page', ':scope'],
    [page, 'page .a', ':scope .a'],
    [page, '#main.on', '[data-wx-id="main"].on'],
    [page, '.a:not(.b)::after', '.a:not(.b)::after'],
    [component, '.a .b', '.s1--a .s1--b'],
    [component, ':host', '[wx-host="s1"]'],
    [component, '.a,view', '.s1--a,wx-view'],
    [{ kind: 'component', scope: null }, '.a', '.a'],
  ]
  for (const [owner, given, expected] of table) {
    assert.equal(compileSelector(given, owner), expected, given)
  }
})

test("a page's rules hold in that page only, while its keyframes and fonts stay global", () => {
  const project = tempProject({
    'pages/a/a.wxss':
      '@import "/shared.wxss"; .a { width: 10rpx } @keyframes turn { from { top: 0 } to { top: 2rpx } }',
    'shared.wxss': '@import "./shared.wxss"; .shared { color: red }',
  })
  cleanUp(project.remove)
  const problems = new ProblemList()
  const files = new ProjectFiles({ miniprogramRoot: project.root, root: project.root })
  const css = compileStyle(files, 'pages/a/a.wxss', page, problems)
  expect(problems.all).toStrictEqual([])
  const [outside = '', inside = ''] = css.split('@scope (wx-page[is="pages/a/a"]) {')
  expect(outside).toMatch(/@keyframes turn \{ from \{ top: 0 \} to \{ top: calc\(2 \* var\(--rpx\)\) \} \}/)
  expect(inside).toMatch(/\.shared \{ color: red \}/)
  expect(inside).toMatch(/\.a \{ width: calc\(10 \* var\(--rpx\)\) \}/)
})

test('a style sheet that cannot be read is a problem with its line', () => {
  const project = tempProject({
    'a.wxss': '.a { color: red; }\n\n.b { color: blue;',
    'b.wxss': '@import "gone.wxss";',
    'c.wxss': '\n..x { top: 0 }',
  })
  cleanUp(project.remove)
  const problems = new ProblemList()
  const files = new ProjectFiles({ miniprogramRoot: project.root, root: project.root })
  compileStyle(files, 'a.wxss', app, problems)
  compileStyle(files, 'b.wxss', app, problems)
  compileStyle(files, 'c.wxss', app, problems)
  expect(problems.all).toStrictEqual([
    { file: 'a.wxss', line: 3, column: 1, message: 'Unclosed block' },
    { file: 'b.wxss', line: 1, message: '@import "gone.wxss": no such file' },
  ])
})
