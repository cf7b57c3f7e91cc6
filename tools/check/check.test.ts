import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkBorders } from './borders.mjs'
import { checkDifferences } from './differences.mjs'
import { checkJourneys } from './journeys.mjs'
import { checkLinks } from './links.mjs'
import { checkRooms } from './rooms.mjs'
import { checkSecrets } from './secrets.mjs'
import { checkTemplates } from './templates.mjs'
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
const FAULTS: readonly Fault[] = [
  {
    name: 'a store that imports a page',
    check: checkBorders,
    files: { 'miniprogram/core/a.ts': "import { b } from '../pages/b'" },
    says: /core\/a\.ts may not import \.\.\/pages\/b/,
  },
  {
    name: 'a type import over a border',
    check: checkBorders,
    files: { 'miniprogram/domain/a.ts': "import type { B } from '../core/b'" },
    says: /may not import/,
  },
  {
    name: 'a page that loads the SDK itself',
    check: checkBorders,
    files: {
      'miniprogram/live/room/room.ts': "import { ZegoExpressEngine } from 'zego-express-engine-miniprogram'",
    },
    says: /may not import zego-express-engine-miniprogram/,
  },
  {
    name: 'a part of the sandbox that imports another',
    check: checkBorders,
    files: { 'sandbox/zego/a.ts': "import { b } from '../media/b.ts'" },
    says: /may not import \.\.\/media\/b\.ts/,
  },
  {
    name: 'a sandbox that imports the app',
    check: checkBorders,
    files: { 'sandbox/control/a.ts': "import { b } from '../../miniprogram/domain/b'" },
    says: /may not import/,
  },
  {
    name: 'a function that uses the domain',
    check: checkBorders,
    files: { 'cloudfunctions/room/index.ts': "import { b } from '../../miniprogram/domain/b'" },
    says: null,
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
    files: { 'test/a.journey.ts': "/** @devtools: a */\nimport { usePhone, useWorld } from './world.ts'" },
    says: /may not use useWorld$/,
  },
  {
    name: 'a journey for DevTools with a phone alone',
    check: checkJourneys,
    files: {
      'test/a.journey.ts': "/** @devtools: a */\nimport { type PhoneDriver, usePhone } from './world.ts'",
    },
    says: null,
  },
  {
    name: 'a link to nothing',
    check: checkLinks,
    files: { 'package.json': '{"scripts":{}}', 'README.md': '[there](docs/none.md)' },
    says: /nothing at docs\/none\.md/,
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
    says: /config\.ts: looks like a 32-character secret/,
  },
  {
    name: "a machine's path",
    check: checkSecrets,
    files: { 'docs.md': `see ${['', 'home', 'someone', 'kaibo'].join('/')}` },
    says: /a machine's path/,
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
