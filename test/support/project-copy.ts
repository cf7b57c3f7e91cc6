import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** At the top of the project: what neither the app nor its functions need to run. */
const LEFT_OUT = new Set(['node_modules', '.git', '.sandbox', 'test', 'docs', 'tools', 'sandbox'])

export interface ProjectCopy {
  readonly root: string
  remove(): Promise<void>
}

/** This project in a temporary folder, to be changed there and run by a sandbox. Its packages are the original's. */
export async function copyProject(name: string): Promise<ProjectCopy> {
  const root = await mkdtemp(join(tmpdir(), `kaibo-${name}-`))
  await cp(PROJECT_ROOT, root, { recursive: true, filter: (file) => !isLeftOut(file) })
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'), 'dir')
  return { root, remove: () => rm(root, { recursive: true, force: true }) }
}

/** miniprogram/rtc keeps its own node_modules: only the folders at the top are left out. */
function isLeftOut(file: string): boolean {
  return LEFT_OUT.has(basename(file)) && relative(PROJECT_ROOT, file) === basename(file)
}
