/** Every check and what it says of a broken input; long because it is one table. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkBorders } from './borders.mjs'
import { checkDifferences } from './differences.mjs'
import { checkJourneys } from './journeys.mjs'
import { checkLinks } from './links.mjs'
import { checkPackages } from './packages.mjs'
import { checkRooms } from './rooms.mjs'
import { checkSecrets } from './secrets.mjs'
import { checkTemplates } from './templates.mjs'
import { checkUnused } from './unused.mjs'
import { checkVersions } from './versions.mjs'

// A check that cannot fail is no check: each gets a small repository with one fault and must name it.

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kaibo-check-'))
  execFileSync('git', ['init', '-q'], { cwd: root })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Fault {
  readonly name: string
  readonly check: (root: string) => Promise<string[]>
  readonly files: Record<string, string>
  /** What the problem must say; null = no problem. */
  readonly says: RegExp | null
}

const SECRET = 'a1'.repeat(16)
/** 400 KB that no minifier makes less of. */
const TOO_MUCH = 'kaibo '.repeat(70_000)

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
  {
    name: 'an id that is cited but not listed',
    check: checkDifferences,
    files: { 'sandbox/DIFFERENCES.md': '', 'sandbox/a.ts': '// D-WX-01' },
    says: /cites D-WX-01/,
  },
  {
    name: 'an id that is listed but not cited',
    check: checkDifferences,
    files: { 'sandbox/DIFFERENCES.md': '| D-WX-01 | a |', 'sandbox/a.ts': '' },
    says: /lists D-WX-01/,
  },
  {
    name: 'an id in two rows',
    check: checkDifferences,
    files: { 'sandbox/DIFFERENCES.md': '| D-WX-01 | a |\n| D-WX-01 | b |', 'sandbox/a.ts': '// D-WX-01' },
    says: /stands twice/,
  },
  {
    name: 'a journey that does not say where it runs',
    check: checkJourneys,
    files: { 'test/a.journey.ts': '/** What happens. */' },
    says: /must open with a comment that starts @sandbox or @devtools/,
  },
  {
    name: 'a journey for DevTools that reaches into the sandbox',
    check: checkJourneys,
    files: {
      'test/a.journey.ts': "/** @devtools: a */\nimport { media } from '../sandbox/media/media.ts'",
    },
    says: /may not use \.\.\/sandbox\/media\/media\.ts/,
  },
  {
    name: "a journey for DevTools that asks for the sandbox's world",
    check: checkJourneys,
    files: { 'test/a.journey.ts': "/** @devtools: a */\nimport { useWorld } from './world.ts'" },
    says: /may not use useWorld$/,
  },
  {
    name: 'a journey for DevTools with a phone alone',
    check: checkJourneys,
    files: {
      'test/a.journey.ts':
        "/** @devtools: a */\nimport { usePhone } from './use-phone.ts'\nimport { type PhoneDriver } from './world.ts'",
    },
    says: null,
  },
  {
    name: 'a link to nothing',
    check: checkLinks,
    files: { 'package.json': '{"scripts":{}}', 'README.md': '[there](docs/none.md)' },
    says: /README\.md: nothing at docs\/none\.md/,
  },
  {
    name: 'a link to a heading that is not there',
    check: checkLinks,
    files: { 'package.json': '{"scripts":{}}', 'README.md': '# Here\n[there](#there) [here](#here)' },
    says: /README\.md: nothing at README\.md#there$/,
  },
  {
    name: 'a picture that is not there',
    check: checkLinks,
    files: { 'package.json': '{"scripts":{}}', 'README.md': '![there](docs/none.png)' },
    says: /README\.md: nothing at docs\/none\.png/,
  },
  {
    name: 'a link to a folder, a heading in Chinese, another host and a command',
    check: checkLinks,
    files: {
      'package.json': '{"scripts":{"start":""}}',
      'README.md': '## 怎么 用?\n[use](#怎么-用) [docs](docs) [away](https://host.invalid/) `npm run start`',
      'docs/a.md': '',
    },
    says: null,
  },
  {
    name: 'a command that does not exist',
    check: checkLinks,
    files: { 'package.json': '{"scripts":{}}', 'README.md': '`npm run fly`' },
    says: /no npm run fly/,
  },
  {
    name: 'a room without a README',
    check: checkRooms,
    files: {},
    says: /sandbox\/zego has no README\.md/,
  },
  {
    name: 'a long file without a reason',
    check: checkRooms,
    files: { 'sandbox/long.ts': 'const a = 1\n'.repeat(401) },
    says: /sandbox\/long\.ts has 402 lines/,
  },
  {
    name: 'a secret in a config',
    check: checkSecrets,
    files: { 'config.ts': `export const serverSecret = '${SECRET}'` },
    says: /config\.ts:1: looks like a 32-character secret/,
  },
  {
    name: "a secret in a test, where the documentation's vectors stand",
    check: checkSecrets,
    files: { 'config.test.ts': `export const serverSecret = '${SECRET}'` },
    says: null,
  },
  {
    name: 'a key of Tencent Cloud',
    check: checkSecrets,
    files: { '.github/a.yml': `id: ${'AK'}ID${SECRET}` },
    says: /\.github\/a\.yml:1: looks like a key of Tencent Cloud/,
  },
  {
    name: 'a private key',
    check: checkSecrets,
    files: {
      'a.pem': [
        '-----BEGIN',
        ' RSA PRIVATE KEY-----\n',
        SECRET.repeat(20),
        '\n-----END RSA PRIVATE KEY-----',
      ].join(''),
    },
    says: /a\.pem:1: looks like a private key/,
  },
  {
    name: 'a token of another service',
    check: checkSecrets,
    files: { 'a.txt': `token: ${'ghp'}_${'A1b2C3d4E5'.repeat(4).slice(0, 36)}` },
    says: /a\.txt:1: looks like GITHUB_TOKEN/,
  },
  {
    name: "a machine's path",
    check: checkSecrets,
    files: { 'docs.md': `see ${['', 'home', 'someone', 'kaibo'].join('/')}` },
    says: /a machine's path/,
  },
  {
    name: 'an app without the SDK',
    check: checkPackages,
    files: { 'miniprogram/app.json': '{"pages":[]}' },
    says: /the ZEGO SDK is in no package/,
  },
  {
    name: 'a package over its budget',
    check: checkPackages,
    files: {
      'miniprogram/app.json': '{"pages":[],"subPackages":[{"root":"live","pages":["a"]}]}',
      'miniprogram/live/a.json': '{}',
      'miniprogram/live/a.wxml': '<view></view>',
      'miniprogram/live/a.js': `Page({ data: { big: ${JSON.stringify(TOO_MUCH)} } })`,
    },
    says: /package live has [\d.]+ KB, its budget is \d+ KB/,
  },
  {
    name: 'a version range',
    check: checkVersions,
    files: { 'package.json': '{"dependencies":{"ws":"^8.0.0"}}' },
    says: /ws is not pinned/,
  },
  {
    name: 'a lock that lacks the package of another platform',
    check: checkVersions,
    files: {
      'package-lock.json': '{"packages":{"node_modules/a":{"optionalDependencies":{"a-darwin":"1.0.0"}}}}',
    },
    says: /a-darwin, which node_modules\/a may need, is missing/,
  },
  {
    name: 'a template that no compiler takes',
    check: checkTemplates,
    files: { 'miniprogram/a.wxml': '<view wx:if="{{a"></view>' },
    says: /a\.wxml:1/,
  },
  {
    name: "a tag that only WeChat's own compiler refuses to leave open",
    check: checkTemplates,
    files: { 'miniprogram/a.wxml': '<view><text></view>' },
    says: /wcc/,
  },
  {
    name: 'a style sheet with an open block',
    check: checkTemplates,
    files: { 'miniprogram/a.wxss': '.a { color: red' },
    says: /wcsc/,
  },
  {
    name: 'a good template and style sheet',
    check: checkTemplates,
    files: {
      'miniprogram/a.wxml': '<view wx:if="{{a}}">{{b}}</view>',
      'miniprogram/a.wxss': '.a { color: red }',
    },
    says: null,
  },
]

describe('each check names the fault', () => {
  for (const { name, check, files, says } of FAULTS) {
    test(`${name}: ${says ? 'refused' : 'accepted'}`, async () => {
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true })
        writeFileSync(join(root, file), content)
      }
      try {
        const problems = (await check(root)).filter((problem) => says !== null || !/README/.test(problem))
        if (says) expect(problems.join('\n')).toMatch(says)
        else expect(problems).toStrictEqual([])
      } finally {
        for (const file of Object.keys(files)) rmSync(join(root, file))
      }
    })
  }
})
