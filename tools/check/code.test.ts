import { checkBorders } from './borders.mjs'
import { type Fault, testFaults } from './testing/check-fault.ts'
import { checkUnused } from './unused.mjs'

/** The least that `knip.config.js` reads. */
const PROJECT = { 'package.json': '{}', 'miniprogram/app.json': '{"pages":[]}' }

const FAULTS: readonly Fault[] = [
  {
    name: 'a part of the core that imports a page',
    check: checkBorders,
    files: { 'miniprogram/core/a.ts': "import '../pages/b'", 'miniprogram/pages/b.ts': '' },
    says: /app-core: miniprogram\/core\/a\.ts → miniprogram\/pages\/b\.ts/,
  },
  {
    name: 'a type import over a border',
    check: checkBorders,
    files: {
      'miniprogram/domain/a.ts': "import type { B } from '../core/b'",
      'miniprogram/core/b.ts': 'export type B = 1',
    },
    says: /app-domain: miniprogram\/domain\/a\.ts → miniprogram\/core\/b\.ts/,
  },
  {
    name: "a page of the main package that uses the owner's code",
    check: checkBorders,
    files: {
      'miniprogram/pages/a.ts': "import type { B } from '../studio/b'",
      'miniprogram/studio/b.ts': 'export type B = 1',
    },
    says: /app-main-package: miniprogram\/pages\/a\.ts/,
  },
  {
    name: 'a sub-package that loads another',
    check: checkBorders,
    files: { 'miniprogram/live/a.ts': "require.async('../shop/b')", 'miniprogram/shop/b.ts': 'export {}' },
    says: /app-sub-packages: miniprogram\/live\/a\.ts/,
  },
  {
    name: 'a page that loads the SDK itself',
    check: checkBorders,
    files: {
      'miniprogram/live/room/room.ts': "import { ZegoExpressEngine } from 'zego-express-engine-miniprogram'",
    },
    says: /app-zego-sdk: miniprogram\/live\/room\/room\.ts/,
  },
  {
    name: 'an app that uses a package of Node',
    check: checkBorders,
    files: { 'miniprogram/live/a.ts': "import { join } from 'node:path'" },
    says: /app-alone: miniprogram\/live\/a\.ts/,
  },
  {
    name: 'a function that imports another',
    check: checkBorders,
    files: {
      'cloudfunctions/room/index.ts': "import '../shop/b'",
      'cloudfunctions/shop/b.ts': '',
    },
    says: /functions-apart: cloudfunctions\/room\/index\.ts/,
  },
  {
    name: 'a function that takes a package which is not deployed',
    check: checkBorders,
    files: { 'cloudfunctions/room/index.ts': "import { Hono } from 'hono'" },
    says: /functions-alone: cloudfunctions\/room\/index\.ts/,
  },
  {
    name: 'a part of the sandbox that imports another',
    check: checkBorders,
    files: { 'sandbox/zego/a.ts': "import '../media/b.ts'", 'sandbox/media/b.ts': '' },
    says: /sandbox-parts: sandbox\/zego\/a\.ts → sandbox\/media\/b\.ts/,
  },
  {
    name: 'what all parts share that imports one of them',
    check: checkBorders,
    files: { 'sandbox/web/a.ts': "import '../zego/b.ts'", 'sandbox/zego/b.ts': '' },
    says: /sandbox-shared: sandbox\/web\/a\.ts/,
  },
  {
    name: 'live components that take more than the media engines',
    check: checkBorders,
    files: {
      'sandbox/phone/built-ins/live-engines.ts': "import '../../media/media.ts'",
      'sandbox/media/media.ts': '',
    },
    says: /sandbox-live-engines: sandbox\/phone/,
  },
  {
    name: 'a sandbox that imports the app',
    check: checkBorders,
    files: { 'sandbox/control/a.ts': "import '../../miniprogram/domain/b'", 'miniprogram/domain/b.ts': '' },
    says: /sandbox-runs-any-app: sandbox\/control\/a\.ts/,
  },
  {
    name: 'a command that imports the app',
    check: checkBorders,
    files: { 'tools/a.mjs': "import '../miniprogram/domain/b'", 'miniprogram/domain/b.ts': '' },
    says: /tools-alone: tools\/a\.mjs/,
  },
  {
    name: 'a product that imports a helper of tests',
    check: checkBorders,
    files: { 'sandbox/zego/a.ts': "import './testing/b.ts'", 'sandbox/zego/testing/b.ts': '' },
    says: /no-tests-in-the-product: sandbox\/zego\/a\.ts/,
  },
  {
    name: 'a circle of types',
    check: checkBorders,
    files: {
      'sandbox/zego/a.ts': "import type { B } from './b.ts'\nexport type A = 1",
      'sandbox/zego/b.ts': "import type { A } from './a.ts'\nexport type B = A",
    },
    says: /no-circles: sandbox\/zego\/[ab]\.ts/,
  },
  {
    name: 'an import of nothing',
    check: checkBorders,
    files: { 'tools/a.mjs': "import './none.mjs'" },
    says: /no-missing-modules: tools\/a\.mjs → \.\/none\.mjs/,
  },
  {
    name: 'a function that uses the domain, and a test that uses everything',
    check: checkBorders,
    files: {
      'cloudfunctions/room/index.ts': "import { b } from '../../miniprogram/domain/b'",
      'miniprogram/domain/b.ts': 'export const b = 1',
      'sandbox/zego/a.test.ts': "import '../../miniprogram/domain/b.ts'",
    },
    says: null,
  },
  {
    name: 'a file that nothing uses',
    check: checkUnused,
    files: { ...PROJECT, 'sandbox/zego/a.ts': 'export const a = 1' },
    says: /Unused files[^\n]*\nsandbox\/zego\/a\.ts/,
  },
  {
    name: 'an export that nothing uses',
    check: checkUnused,
    files: {
      ...PROJECT,
      'tools/a.mjs': "import { b } from './lib/b.mjs'\nb()",
      'tools/lib/b.mjs': 'export const b = () => {}\nexport const c = 1',
    },
    says: /Unused exports[^\n]*\nc +tools\/lib\/b\.mjs/,
  },
  {
    name: 'a package that nothing uses',
    check: checkUnused,
    files: { ...PROJECT, 'package.json': '{"devDependencies":{"ws":"8.0.0"}}' },
    says: /Unused devDependencies[^\n]*\nws /,
  },
  {
    name: 'a package that is used and not named',
    check: checkUnused,
    files: { ...PROJECT, 'tools/a.mjs': "import 'hono'" },
    says: /Unlisted dependencies[^\n]*\nhono +tools\/a\.mjs/,
  },
]

testFaults(FAULTS)
