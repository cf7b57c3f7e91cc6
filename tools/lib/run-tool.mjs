import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** Runs a tool of node_modules/.bin; answers the lines it printed when it failed, else nothing. */
export function runTool(name, args, root) {
  const program = join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name)
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: root, maxBuffer: 16 * 1024 * 1024, shell: process.platform === 'win32' },
      (error, stdout, stderr) => {
        const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
        resolve(
          error ? (lines.length > 0 ? lines : [`${name} ended with ${error.code ?? error.signal}`]) : [],
        )
      },
    )
  })
}
