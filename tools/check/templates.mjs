import { createRequire } from 'node:module'
import { posix } from 'node:path'
import postcss from 'postcss'
import { listSources, readSource } from '../lib/sources.mjs'

const require = createRequire(import.meta.url)
const { TmplGroup } = require('glass-easel-template-compiler')
const weChatCompiler = require('miniprogram-compiler')

const APP = 'miniprogram/'

/** wcsc itself does not say what is wrong with a style sheet, and where. */
function styleProblem(file, text) {
  try {
    postcss.parse(text)
    return []
  } catch ({ line, reason, message }) {
    return [`${file}:${line ?? 1}: ${reason ?? message}`]
  }
}

/**
 * Phones mostly run WeChat's older component engine, the sandbox runs glass-easel: a template is good only when both
 * compilers take it, and a style sheet when WeChat's own compiler does.
 */
export async function checkTemplates(root) {
  const wxml = listSources(root, /^miniprogram\/.*\.wxml$/)
  const wxs = listSources(root, /^miniprogram\/.*\.wxs$/)
  const wxss = listSources(root, /^miniprogram\/.*\.wxss$/)
  const inApp = (files) => files.map((file) => posix.relative(APP, file))

  const problems = []
  const group = new TmplGroup()
  for (const file of wxml) {
    for (const { level, message, startLine } of group.addTmpl(file, readSource(root, file)) ?? []) {
      problems.push(`${file}:${startLine + 1}: ${level} in glass-easel: ${message}`)
    }
  }
  group.free()
  if (process.platform === 'linux' && process.arch !== 'x64') {
    console.log('     (wcc and wcsc are built for x64: templates were checked with glass-easel alone)')
    return problems
  }
  const cwd = `${root}/${APP}`
  const attempt = (name, run) => {
    try {
      run()
    } catch (error) {
      problems.push(`${name}: ${error.message.trim()}`)
    }
  }
  attempt('wcc', () =>
    weChatCompiler.wxmlToJs(cwd, { wxmlList: inApp(wxml), wxsList: inApp(wxs), maxBuffer: 64 << 20 }),
  )
  const broken = wxss.flatMap((file) => styleProblem(file, readSource(root, file)))
  if (broken.length > 0) return [...problems, ...broken.map((problem) => `wcsc would refuse ${problem}`)]
  attempt('wcsc (a missing @import is named by the check "app")', () =>
    weChatCompiler.wxssToJs(cwd, { wxssList: inApp(wxss), maxBuffer: 64 << 20 }),
  )
  return problems
}
