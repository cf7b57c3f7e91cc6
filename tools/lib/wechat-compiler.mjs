/** WeChat's own compiler, `miniprogram-ci` (1,100 packages, 275 MB), needed only to judge and to measure. */
import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOnDemand, onDemandFolder } from './on-demand.mjs'

const HOME = join(dirname(dirname(fileURLToPath(import.meta.url))), 'wechat-compiler')

export const hasWeChatCompiler = () => existsSync(onDemandFolder(HOME))

const installWeChatCompiler = () =>
  installOnDemand({ home: HOME, command: 'npm run check:wechat', size: '275 MB' })

/**
 * One process for any number of compilations, one after the other: loading the package takes longer than a compilation.
 * @typedef {{files: Record<string, number>, warnings: string[]}} Compiled path below miniprogramRoot → bytes
 * @typedef {{refused: {code: number, message: string}, warnings: string[]}} Refused
 * @returns {Promise<{compile(projectPath: string): Promise<Compiled | Refused>, close(): void}>}
 */
export async function startWeChatCompiler(folder = installWeChatCompiler()) {
  const cwd = mkdtempSync(join(tmpdir(), 'kaibo-wechat-'))
  const worker = fork(join(HOME, 'worker.mjs'), [folder], {
    cwd,
    // Its own log tells of each request it does not make.
    stdio: 'ignore',
    // A loader of ours is none of its business.
    env: { ...process.env, NODE_OPTIONS: '' },
    execArgv: [],
  })
  const waiting = new Map()
  let ready = () => {}
  const isReady = new Promise((resolve, reject) => {
    ready = resolve
    waiting.set('ready', { reject })
  })
  worker.on('message', ({ ready: loaded, id, ...answer }) => {
    if (loaded) {
      waiting.delete('ready')
      ready()
    } else {
      waiting.get(id)?.resolve(answer)
      waiting.delete(id)
    }
  })
  worker.on('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`WeChat's compiler ended with ${code ?? signal}`))
    rmSync(cwd, { recursive: true, force: true })
  })
  await isReady

  let last = 0
  return {
    compile: (projectPath) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        worker.send({ id: last, projectPath })
      }),
    close: () => {
      if (worker.connected) worker.disconnect()
    },
  }
}
