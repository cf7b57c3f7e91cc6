import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listSources, readSource } from '../lib/sources.mjs'

/** Folders a newcomer enters first; each tells what it is on at most one screen. */
const ROOMS = [
  'miniprogram',
  'miniprogram/domain',
  'miniprogram/rtc',
  'cloudfunctions',
  'sandbox',
  ...['automator', 'cloud', 'control', 'media', 'phone', 'zego'].map((part) => `sandbox/${part}`),
  'test',
]
const README_LINES = 70
const FILE_LINES = 400

/** Every room has its README, and a file over 400 lines says why in its first comment. */
export async function checkRooms(root) {
  const problems = []
  for (const room of ROOMS) {
    if (!existsSync(join(root, room, 'README.md'))) problems.push(`${room} has no README.md`)
    else if (readSource(root, `${room}/README.md`).split('\n').length > README_LINES) {
      problems.push(`${room}/README.md is longer than ${README_LINES} lines`)
    }
  }
  for (const file of listSources(root, /\.(?:ts|mjs|cjs|wxml|wxss)$/)) {
    const source = readSource(root, file)
    const lines = source.split('\n').length
    if (
      lines > FILE_LINES &&
      !/^\s*(?:\/\*\*?|\/\/|<!--)[\s\S]*?\blong because\b/.test(source.slice(0, 600))
    ) {
      problems.push(`${file} has ${lines} lines; split it, or say "long because …" in its first comment`)
    }
  }
  return problems
}
