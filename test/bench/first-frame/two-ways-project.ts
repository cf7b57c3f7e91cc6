import { appendFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyProject, type ProjectCopy } from '../../support/project-copy.ts'

/** The storage key that says which way a phone of the copied project goes; set on both, so both start alike. */
export const WAY_KEY = 'bench.way'
export type Way = 'ours' | 'sequential'

/** A copy of the project whose room page enters in either way, chosen per phone by WAY_KEY. */
export async function twoWaysProject(): Promise<ProjectCopy> {
  const copy = await copyProject('two-ways')
  const { root } = copy
  const stores = join(root, 'miniprogram/live/stores')
  await rename(join(stores, 'room-entrance.ts'), join(stores, 'room-entrance-ours.ts'))
  const sequential = await readFile(new URL('./sequential-session.ts', import.meta.url), 'utf8')
  await writeFile(
    join(stores, 'sequential-session.ts'),
    sequential
      .replaceAll("'../../../miniprogram/live/stores/", "'./")
      .replaceAll("'../../../miniprogram/", "'../../"),
  )
  await writeFile(
    join(stores, 'room-entrance.ts'),
    [
      "import { RoomEntrance as Ours } from './room-entrance-ours'",
      "import { SequentialSession } from './sequential-session'",
      "export type { RoomEntranceDeps } from './room-entrance-ours'",
      `const sequential = () => wx.getStorageSync(${JSON.stringify(WAY_KEY)}) === 'sequential'`,
      'export const RoomEntrance = function (...args) {',
      '  return sequential() ? new SequentialSession(...args) : new Ours(...args)',
      '}',
    ].join('\n'),
  )
  const rtc = join(root, 'miniprogram/rtc/index.ts')
  await replaceOnce(rtc, 'export function createRtc(', 'function createOurs(')
  await appendFile(
    rtc,
    [
      'export const createRtc = (options) => ({',
      '  ...createOurs(options),',
      '  newEngine: () => new ZegoExpressEngine(options.appID, options.server),',
      '})',
    ].join('\n'),
  )
  return copy
}

async function replaceOnce(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold ${JSON.stringify(from)} once`)
  await writeFile(file, text.replace(from, to))
}
