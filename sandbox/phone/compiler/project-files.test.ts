import assert from 'node:assert/strict'
import { join } from 'node:path'
import { useCleanUp } from '../../../test/support/clean-up.ts'
import { tempProject } from '../testing/temp-project.ts'
import { foldersAbove, ProjectFiles } from './project-files.ts'

const cleanUp = useCleanUp()

const PROJECT = {
  'package.json': {
    dependencies: { packed: '1', plain: '1', '@scope/kit': '1' },
    devDependencies: { tool: '1' },
  },
  'node_modules/packed/package.json': { miniprogram: 'dist' },
  'node_modules/packed/dist/index.js': '',
  'node_modules/packed/dist/button/button.json': '{}',
  'node_modules/packed/dist/button/button.wxml': '',
  'node_modules/packed/dist/inner.js': '',
  'node_modules/plain/package.json': { main: 'lib/main.js' },
  'node_modules/plain/lib/main.js': '',
  'node_modules/@scope/kit/package.json': { miniprogram: 'mini' },
  'node_modules/@scope/kit/mini/index.js': '',
  'node_modules/tool/package.json': { main: 'index.js' },
  'node_modules/tool/index.js': '',
  'app/pages/a/a.ts': '',
  'app/utils/index.ts': '',
  'app/utils/same.js': '',
  'app/rtc/index.ts': '',
  'app/rtc/package.json': { dependencies: { sdk: '1' } },
  'app/rtc/node_modules/sdk/package.json': { main: 'sdk.js' },
  'app/rtc/node_modules/sdk/sdk.js': '',
  'app/miniprogram_npm/built/index.js': '',
}

test('a script is found where WeChat would find it', () => {
  const project = tempProject(PROJECT)
  cleanUp(project.remove)
  const files = new ProjectFiles({ root: project.root, miniprogramRoot: join(project.root, 'app') })
  const table: [from: string, specifier: string, expected: string | null][] = [
    ['pages/a/a.ts', '../../utils', 'utils/index.ts'],
    ['pages/a/a.ts', '../../utils/same', 'utils/same.js'],
    ['pages/a/a.ts', '/rtc/index.js', 'rtc/index.ts'],
    ['pages/a/a.ts', './gone', null],
    ['pages/a/a.ts', '../../../../package', null],
    ['pages/a/a.ts', 'built', 'miniprogram_npm/built/index.js'],
    ['pages/a/a.ts', 'packed', 'miniprogram_npm/packed/index.js'],
    ['pages/a/a.ts', 'packed/inner', 'miniprogram_npm/packed/inner.js'],
    ['pages/a/a.ts', '@scope/kit', 'miniprogram_npm/@scope/kit/index.js'],
    ['pages/a/a.ts', 'plain', 'miniprogram_npm/plain/index.js'],
    ['pages/a/a.ts', 'tool', null], // a devDependency is not packed
    ['pages/a/a.ts', 'sdk', null], // belongs to another sub-package
    ['rtc/index.ts', 'sdk', 'rtc/miniprogram_npm/sdk/index.js'],
    ['rtc/index.ts', 'packed', 'miniprogram_npm/packed/index.js'],
  ]
  for (const [from, specifier, expected] of table) {
    assert.equal(files.resolveScript(from, specifier), expected, `${specifier} from ${from}`)
  }
})

test('packages come whole when made for Mini Programs and bundled from their main file otherwise', () => {
  const project = tempProject(PROJECT)
  cleanUp(project.remove)
  const files = new ProjectFiles({ root: project.root, miniprogramRoot: join(project.root, 'app') })
  const kinds = ['packed', 'plain'].map(
    (name) => files.find(String(files.resolveScript('app.ts', name)))?.kind,
  )
  expect(kinds).toStrictEqual(['file', 'bundle'])
  expect(files.resolveComponent('pages/a/a', 'packed/button/button')).toBe(
    'miniprogram_npm/packed/button/button',
  )
})

test('the folders above a file end with the root', () => {
  expect(foldersAbove('live/room/room')).toStrictEqual(['live/room', 'live', ''])
  expect(foldersAbove('app')).toStrictEqual([''])
})
