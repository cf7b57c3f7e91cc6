import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** project.config.json keeps babel, whose output is smaller; swc judges the same and takes a third of the time. */
const QUICK = { swc: true }

/**
 * What WeChat's compiler reads of a project, in a temporary folder: project.config.json, package.json and the app
 * without its node_modules.
 * @param {string} root of the project
 * @param {{quick?: boolean}} [options] `quick`: for a verdict, not for sizes
 * @returns {{root: string, appRoot: string, remove(): void}}
 */
export function copyForWeChat(root, { quick = false } = {}) {
  const copy = mkdtempSync(join(tmpdir(), 'kaibo-upload-'))
  const project = JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8'))
  const setting = { ...project.setting, ...(quick ? QUICK : {}) }
  writeFileSync(join(copy, 'project.config.json'), JSON.stringify({ ...project, setting }, null, 2))
  if (existsSync(join(root, 'package.json'))) cpSync(join(root, 'package.json'), join(copy, 'package.json'))
  const appRoot = join(copy, project.miniprogramRoot ?? '')
  cpSync(join(root, project.miniprogramRoot ?? ''), appRoot, {
    recursive: true,
    filter: (path) => basename(path) !== 'node_modules',
  })
  return { root: copy, appRoot, remove: () => rmSync(copy, { recursive: true, force: true }) }
}

/** What the compiler said, as one line for each problem. @param {{code: number, message: string}} refused */
export function refusalLines({ code, message }) {
  const lines = message
    .replace(/\n*(?:Caused by|Stack backtrace)[\s\S]*/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return [`refused (${code}): ${lines[0] ?? 'without a word'}`, ...lines.slice(1)]
}
