import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTool } from '../lib/run-tool.mjs'

const RULES = fileURLToPath(new URL('../../.dependency-cruiser.mjs', import.meta.url))
const FOLDERS = ['miniprogram', 'cloudfunctions', 'sandbox', 'test', 'tools']

/** No file imports what the rules forbid, and none imports itself over others. */
export const checkBorders = (root) =>
  runTool(
    'depcruise',
    [
      ...['--config', RULES, '--output-type', 'err-long', '--progress', 'none'],
      ...FOLDERS.filter((folder) => existsSync(join(root, folder))),
    ],
    root,
  )
