import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { PROJECT_ROOT } from '../../journeys/world.ts'

/** The storage key that says which way a phone of the copied project goes; set on both, so both start alike. */
export const WAY_KEY = 'bench.way'
export type Way = 'ours' | 'sequential'

const LEFT_OUT = new Set(['node_modules', '.git', '.sandbox', 'test', 'docs', 'tools', 'sandbox'])

/** A copy of the project whose room page visits in either way, chosen per phone by WAY_KEY. */
export async function twoWaysProject(): Promise<{ root: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'kaibo-two-ways-'))
  await cp(PROJECT_ROOT, root, {
    recursive: true,
    filter: (file) => file === PROJECT_ROOT || !isLeftOut(file),
  })
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'), 'dir')

  const stores = join(root, 'miniprogram/stores')
  await rename(join(stores, 'room-visit.ts'), join(stores, 'room-visit-ours.ts'))
  const sequential = await readFile(new URL('./sequential-visit.ts', import.meta.url), 'utf8')
  await writeFile(
    join(stores, 'sequential-visit.ts'),
    sequential
      .replaceAll("'../../../miniprogram/stores/", "'./")
      .replaceAll("'../../../miniprogram/", "'../"),
  )
  await writeFile(
    join(stores, 'room-visit.ts'),
    [
      "import { RoomVisit as Ours, type RoomVisitDeps, type RoomVisitListener } from './room-visit-ours'",
      "import { SequentialVisit } from './sequential-visit'",
      "export type { RoomVisitDeps, RoomVisitListener } from './room-visit-ours'",
      `const sequential = () => wx.getStorageSync(${JSON.stringify(WAY_KEY)}) === 'sequential'`,
      'export const RoomVisit = function (...args) {',
      '  return sequential() ? new SequentialVisit(...args) : new Ours(...args)',
      '}',
    ].join('\n'),
  )
  await replaceOnce(join(root, 'miniprogram/rtc/index.ts'), 'return {\n', 'return {\n    engine,\n')
  return { root, remove: () => rm(root, { recursive: true, force: true }) }
}

function isLeftOut(file: string): boolean {
  const inside = file.slice(PROJECT_ROOT.length)
  // miniprogram/rtc keeps its own node_modules; only the folders at the top are left out.
  return LEFT_OUT.has(basename(file)) && !inside.replace(/^[\\/]/, '').includes('/')
}

async function replaceOnce(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold ${JSON.stringify(from)} once`)
  await writeFile(file, text.replace(from, to))
}
