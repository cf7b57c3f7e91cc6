/**
 * Who may import whom (docs/architecture.md), checked by `npm run check -- borders`. Imports of types count like any
 * other; that code of a sub-package is loaded from outside by `require.async` alone is seen by the compiler (check
 * `app`). Tests may import everything.
 */

const TESTS = String.raw`\.(?:test|journey|contract)\.ts$|/testing/|^test/`
const SUB_PACKAGES = 'live|shop|studio'
/** Parts of the sandbox that know nothing of each other; control, automator and sandbox.ts put them together. */
const PARTS = 'cloud|media|pay|people|phone|zego'
/** What several parts use. */
const SHARED = 'browser|faults|project|web'

const packages = (...names) => `(?:^|/)(?:${names.join('|')})(?:/|$)`
const MOBX = packages('mobx-miniprogram', 'mobx-miniprogram-bindings')
const ZEGO_SDK = packages('zego-express-engine-miniprogram')

/** @returns {import('dependency-cruiser').IForbiddenRuleType} */
const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from, pathNot: TESTS } : from,
  to,
})

/** A folder of the app and all it may import. */
const appFolder = (folder, allowed, comment) =>
  rule(`app-${folder}`, comment, `^miniprogram/${folder}/`, {
    pathNot: [`^miniprogram/${folder}/`, ...allowed],
  })

const inApp = (names) => `^miniprogram/(?:${names})(?:/|\\.ts$)`

const APP = [
  appFolder('domain', [], 'Rules of the shop, shared with the functions: no wx, no package, no cloud.'),
  appFolder('core', [inApp('domain'), MOBX], 'What every package of the app stands on knows none of them.'),
  appFolder(
    'services',
    [inApp('core|domain|purchase|rtc|config')],
    'Adapters of wx implement the interfaces of core, purchase and rtc; they hold no state to bind.',
  ),
  appFolder('components', [inApp('core|domain')], 'Shared components get values and send events.'),
  appFolder('purchase', [inApp('core|domain'), MOBX], 'Live room and shop both sell with it.'),
  appFolder(
    'rtc',
    [inApp('core|domain'), ZEGO_SDK],
    'The sessions and machines around the SDK run without pages and without wx.',
  ),
  rule(
    'app-main-package',
    'The main package is downloaded by everybody and knows no page of a sub-package.',
    `^miniprogram/(?!(?:${SUB_PACKAGES})/)`,
    { path: `^miniprogram/(?:${SUB_PACKAGES})/` },
  ),
  rule(
    'app-sub-packages',
    'A sub-package is there without the others, and what two of them need lives in the main package.',
    `^miniprogram/(${SUB_PACKAGES})/`,
    { path: `^miniprogram/(?:${SUB_PACKAGES}|pages)/`, pathNot: '^miniprogram/$1/' },
  ),
  rule(
    'app-zego-sdk',
    'The SDK (600 KB) is loaded with rtc and touched by rtc alone.',
    {
      path: '^miniprogram/(?!rtc/)',
      pathNot: TESTS,
    },
    { path: ZEGO_SDK },
  ),
  rule('app-alone', 'The app runs on phones: its own code, mobx and the SDK of rtc.', '^miniprogram/', {
    pathNot: ['^miniprogram/', MOBX, ZEGO_SDK],
  }),
]

const FUNCTIONS = [
  rule(
    'functions-alone',
    'Functions are bundled with the domain; what they take from npm is listed here, as it is deployed.',
    '^cloudfunctions/',
    {
      pathNot: ['^cloudfunctions/', '^miniprogram/domain/', packages('wx-server-sdk', 'zod')],
      dependencyTypesNot: ['core'],
    },
  ),
  rule(
    'functions-apart',
    'Each function is deployed alone; what two share lives in lib.',
    '^cloudfunctions/([^/]+)/',
    {
      path: '^cloudfunctions/[^/]+/',
      pathNot: ['^cloudfunctions/lib/', '^cloudfunctions/$1/'],
    },
  ),
]

const SANDBOX = [
  rule(
    'sandbox-runs-any-app',
    'The sandbox runs app and functions as WeChat does, without knowing them.',
    '^sandbox/',
    { path: '^(?:miniprogram|cloudfunctions|test|tools)/' },
  ),
  rule(
    'sandbox-parts',
    'No part of the sandbox knows another: sandbox.ts puts them together.',
    { path: `^sandbox/(${PARTS})/`, pathNot: [TESTS, '^sandbox/phone/built-ins/live-engines\\.ts$'] },
    { path: '^sandbox/[^/]+/|^sandbox/sandbox\\.ts$', pathNot: [`^sandbox/(?:${SHARED})/`, '^sandbox/$1/'] },
  ),
  rule(
    'sandbox-live-engines',
    "The phone's page composes its live components from the media engines, and takes nothing else of that part.",
    '^sandbox/phone/built-ins/live-engines\\.ts$',
    { path: '^sandbox/[^/]+/', pathNot: ['^sandbox/phone/', '^sandbox/media/page/'] },
  ),
  rule('sandbox-shared', 'What all parts use knows no part.', `^sandbox/(?:${SHARED})/`, {
    path: '^sandbox/[^/]+/',
    pathNot: `^sandbox/(?:${SHARED})/`,
  }),
]

const TOOLS = [
  rule(
    'tools-alone',
    'Commands use the sandbox and the benches; app and functions are data to them.',
    '^tools/',
    {
      path: '^(?:miniprogram|cloudfunctions|test)/',
      pathNot: '^test/bench/',
    },
  ),
  rule(
    'no-tests-in-the-product',
    'What runs for users imports no test and no helper of tests.',
    '^(?:miniprogram|cloudfunctions|sandbox)/',
    {
      path: TESTS,
    },
  ),
]

const EVERYWHERE = [
  rule(
    'no-circles',
    'Files that import each other, if only types, can be understood only together.',
    {},
    { circular: true },
  ),
  // The compiler of WeChat is installed on demand (npm run check:wechat).
  rule(
    'no-missing-modules',
    'What is imported exists.',
    { pathNot: '/testing/' },
    {
      couldNotResolve: true,
      pathNot: packages('miniprogram-ci'),
    },
  ),
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...APP, ...FUNCTIONS, ...SANDBOX, ...TOOLS, ...EVERYWHERE],
  options: {
    // TypeScript 7 has no API for parsers; swc sees types as it sees code.
    parser: 'swc',
    tsPreCompilationDeps: true,
    exoticRequireStrings: ['require.async'],
    exclude: { path: ['/miniprogram_npm/', '/\\.sandbox/', '/node_modules/\\.cache/'] },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
