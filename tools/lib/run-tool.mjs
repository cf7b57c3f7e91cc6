import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url))

/** Runs a tool of node_modules/.bin in the folder `root`: what it printed, and whether it was content. */
export function outputOf(name, args, root) {
  const program = BIN + (process.platform === 'win32' ? `${name}.cmd` : name)
  // What Jest hands its workers is not for tools.
  const { NODE_OPTIONS: _, ...env } = process.env
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: root, env, maxBuffer: 16 * 1024 * 1024, shell: process.platform === 'win32' },
      (error, stdout, stderr) => {
        resolve({ failed: error && `${name} ended with ${error.code ?? error.signal}`, stdout, stderr })
      },
    )
  })
}

/** Answers the lines a tool printed when it failed, else nothing. */
export async function runTool(name, args, root) {
  const { failed, stdout, stderr } = await outputOf(name, args, root)
  if (!failed) return []
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 0 ? lines : [failed]
}
