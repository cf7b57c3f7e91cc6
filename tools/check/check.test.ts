import { checkDifferences } from './differences.mjs'
import { checkJourneys } from './journeys.mjs'
import { checkLinks } from './links.mjs'
import { checkPackages } from './packages.mjs'
import { checkRooms } from './rooms.mjs'
import { checkSecrets } from './secrets.mjs'
import { checkTemplates } from './templates.mjs'
import { type Fault, testFaults } from './testing/check-fault.ts'
import { checkVersions } from './versions.mjs'

const SECRET = 'a1'.repeat(16)
/** 400 KB that no minifier makes less of. */
const TOO_MUCH = 'kaibo '.repeat(70_000)

const FAULTS: readonly Fault[] = [
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

testFaults(FAULTS)
