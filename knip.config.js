/** What is used although nobody imports it, for `knip` (`npm run check -- unused`): dead files, exports, packages. */
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

const APP = 'miniprogram'
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Scripts of the pages of app.json and of the components they use, found as WeChat finds them. */
function scriptsOfApp() {
  const { pages, subPackages = [], usingComponents = {} } = readJson(`${APP}/app.json`)
  const found = new Set()
  const visit = (path, from) => {
    const base = path.startsWith('/') ? APP + path : posix.join(posix.dirname(from), path)
    if (found.has(`${base}.ts`) || !existsSync(`${base}.json`)) return
    found.add(`${base}.ts`)
    for (const used of Object.values(readJson(`${base}.json`).usingComponents ?? {})) visit(used, base)
  }
  const all = [...pages, ...subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]
  for (const path of [...all.map((page) => `/${page}`), ...Object.values(usingComponents)]) visit(path, APP)
  return [...found]
}

export default {
  entry: [
    'tools/*.mjs',
    'tools/*/worker.mjs',
    'tools/lib/jest-reporter.mjs',
    `${APP}/app.ts`,
    ...scriptsOfApp(),
    // Loaded by require.async.
    `${APP}/rtc/index.ts`,
    'cloudfunctions/*/index.ts',
    'sandbox/{cli,phone/serve}.{mjs,ts}',
    // Bundled for the page of a phone.
    'sandbox/phone/{runtime/boot,wx/index,built-ins/index}.ts',
    'sandbox/*/in-page/{automator,record-packages}.ts',
    'sandbox/phone/plugins/*/**/*.js',
    'sandbox/**/testing/{minimal-wx,minimal-built-ins,test-hook,expose}.ts',
    // Commands of tools/run.mjs; the benches are found by their names.
    'test/bench/*.ts',
    'test/bench/first-frame/sequential-session.ts',
    'test/support/take-screenshots.ts',
  ],
  project: ['{miniprogram,cloudfunctions,sandbox,test,tools,typings}/**/*.{ts,mjs,cjs,js}'],
  // Whole projects that tests run.
  ignore: ['**/testing/fixture/**'],
  ignoreBinaries: ['ffmpeg'],
  ignoreDependencies: [
    // Found by their folder: a font and a browser.
    '@fontsource-variable/noto-sans-sc',
    '@sparticuz/chromium',
    // Required by tools/lib/package-size.mjs, and the parser of dependency-cruiser.
    '@swc/core',
    // Run by tools/check/secrets.mjs; the rules stand in .secretlintrc.json.
    'secretlint',
    '@secretlint/secretlint-rule-pattern',
    '@secretlint/secretlint-rule-preset-recommend',
    // Installed on demand by `npm run check:wechat`.
    'miniprogram-ci',
  ],
  // A constant that is exported to be read beside its use is no dead code.
  ignoreExportsUsedInFile: true,
}
