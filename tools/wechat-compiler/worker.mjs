/**
 * The process that WeChat's own compiler runs in: `node worker.mjs FOLDER`, FOLDER holding node_modules/miniprogram-ci.
 * Over IPC it takes `{id, projectPath}` and answers `{id, files, warnings}` (path → bytes) or `{id, refused, warnings}`.
 *
 * Offline: compiling asks one thing of the network, a list of file suffixes; a closed port as proxy makes that fail at
 * once, and the list inside the package is used. miniprogram-ci leaves an empty folder in the current directory and a
 * child that keeps it alive, so the caller gives it a temporary directory and ends it by disconnecting.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'

const CLOSED_PORT = 'http://127.0.0.1:9'
/** Any AppID will do: nothing is signed and nothing is sent. */
const APPID = 'wx0123456789abcdef'

const require = createRequire(join(process.argv[2], 'worker.cjs'))
const ci = require('miniprogram-ci')
const { DefaultProjectAttr } = require('miniprogram-ci/dist/config/config')
ci.proxy(CLOSED_PORT)

async function compile(projectPath) {
  const warnings = []
  const onProgressUpdate = (step) => {
    if (typeof step !== 'string' && /warn|error|fail/.test(step.status)) warnings.push(step.message)
  }
  try {
    const project = new ci.Project({
      appid: APPID,
      type: 'miniProgram',
      projectPath,
      privateKey: 'none',
      attr: async () => DefaultProjectAttr,
      ignores: ['node_modules/**/*'],
    })
    const setting = { useProjectConfig: true, minify: true }
    const compiled = await ci.getCompiledResult({ project, setting, onProgressUpdate })
    const files = Object.fromEntries(
      Object.entries(compiled).map(([path, content]) => [path, Buffer.byteLength(content)]),
    )
    return { files, warnings }
  } catch (error) {
    return { refused: { code: error.code, message: String(error.message ?? error) }, warnings }
  }
}

process.on('message', async ({ id, projectPath }) => {
  process.send({ id, ...(await compile(projectPath)) })
})
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
