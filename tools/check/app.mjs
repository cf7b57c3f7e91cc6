import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileProject } from '../../sandbox/phone/compiler/compile.ts'
import { describeProblem } from '../../sandbox/phone/compiler/problems.ts'
import { PLUGIN_DOUBLES } from '../../sandbox/phone/plugins/plugin-doubles.ts'
import { componentProblems } from './app/components.mjs'
import { fileProblems } from './app/files.mjs'
import { handlerProblems } from './app/handlers.mjs'
import { keyProblems } from './app/keys.mjs'
import { permissionProblems } from './app/permissions.mjs'
import { readApp } from './app/read-app.mjs'
import { tagProblems } from './app/tags.mjs'

/** What WeChat's compiler lets pass and a phone then fails at, or ignores without a word. */
const PASSES = [
  keyProblems,
  componentProblems,
  fileProblems,
  tagProblems,
  handlerProblems,
  permissionProblems,
]

/**
 * The app as a whole: first what the sandbox's compiler refuses (as WeChat's does: pages, components, app.json, imports
 * across packages, sizes), then what nobody else looks at. `cache`: of earlier runs, when several apps are checked.
 */
export async function checkApp(root, cache) {
  const { miniprogramRoot = '' } = readProject(root)
  const app = readApp(join(root, miniprogramRoot))
  const own = app === null ? [] : PASSES.flatMap((pass) => pass(app))
  return [...new Set([...(await compileProblems(root, cache)), ...own.map((line) => miniprogramRoot + line)])]
}

/** What stops the sandbox at its start. */
export async function compileProblems(root, cache) {
  const { appid = '', miniprogramRoot = '' } = readProject(root)
  const { problems } = await compileProject({
    root,
    miniprogramRoot: join(root, miniprogramRoot),
    appid,
    plugins: PLUGIN_DOUBLES,
    cache,
  })
  return problems.map((problem) => miniprogramRoot + describeProblem(problem))
}

const readProject = (root) => JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8'))
