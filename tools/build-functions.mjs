/**
 * `node tools/build-functions.mjs`: cloudfunctions/<name>/ → dist/cloudfunctions/<name>/, ready to be uploaded.
 *
 * WeChat DevTools uploads a function's own folder and nothing else, so all that a function shares is bundled into its
 * one `index.js`. Only wx-server-sdk stays outside: the cloud installs it, in the exact version of our package.json.
 * `dist/actions.json` names the actions of each. A file is written only when it changed, so a running sandbox does not restart what stayed the same.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const SDK = 'wx-server-sdk'

/**
 * Builds every function of the project at `root`.
 * @param {string} root
 * @returns {Promise<{functions: string[], written: string[]}>} `written`: files that changed, relative to the output
 */
export async function buildFunctions(root) {
  const sources = join(root, 'cloudfunctions')
  const output = join(root, 'dist/cloudfunctions')
  const functions = readdirSync(sources).filter((name) => existsSync(join(sources, name, 'index.ts')))
  const bundles = await bundle(root, functions)
  const packageJson = json({
    main: 'index.js',
    dependencies: { [SDK]: sdkVersion(root) },
  })

  const written = []
  for (const name of functions) {
    const files = {
      'index.js': bundles.get(name),
      'package.json': packageJson,
      'config.json': readFileSync(join(sources, name, 'config.json'), 'utf8'),
    }
    for (const [file, text] of Object.entries(files)) {
      if (writeIfChanged(join(output, name, file), text)) written.push(`${name}/${file}`)
    }
  }
  for (const { name } of readdirSync(output, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    if (!functions.includes(name)) rmSync(join(output, name), { recursive: true })
  }
  writeIfChanged(join(root, 'dist/actions.json'), json(actionsOf(sources, functions)))
  // Its time tells `prepare` that this build is newer than the sources.
  writeFileSync(join(output, '.built'), `${functions.join('\n')}\n`)
  return { functions, written }
}

/** @returns {Promise<Map<string, string>>} name → the text of index.js */
async function bundle(root, functions) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: functions.map((name) => ({ in: join('cloudfunctions', name, 'index.ts'), out: name })),
    outdir: 'out', // never written
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    external: [SDK],
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'warning',
  })
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]|\.js$/g, ''), text]))
}

/** A row of a function's table of actions: `  'goods.save': saveGoods(services),`. */
const ACTION = /^ {2}'([a-z]+\.\w+)': /gm

/** Function → the actions of its table, for whoever wants to try them all. Functions that no phone calls have none. */
function actionsOf(sources, functions) {
  const tables = functions.map((name) => [name, join(sources, name, `actions/${name}-actions.ts`)])
  return Object.fromEntries(
    tables
      .filter(([, table]) => existsSync(table))
      .map(([name, table]) => [
        name,
        [...readFileSync(table, 'utf8').matchAll(ACTION)].map(([, action]) => action),
      ]),
  )
}

/** The version that is tested here is the one the cloud installs. */
function sdkVersion(root) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = { ...dependencies, ...devDependencies }[SDK]
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) throw new Error(`package.json must pin ${SDK} to one version`)
  return version
}

function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  mkdirSync(dirname(file), { recursive: true })
  // A sandbox that looks in this moment finds the old file or the new one, never half of it.
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
  return true
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`

const thisFile = fileURLToPath(import.meta.url)
if (process.argv[1] && resolve(process.argv[1]) === thisFile) {
  const { functions, written } = await buildFunctions(dirname(dirname(thisFile)))
  console.log(
    `cloud functions: ${functions.join(', ')}; ${written.length === 0 ? 'unchanged' : written.join(', ')}`,
  )
}
