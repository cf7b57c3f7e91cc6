import { fileURLToPath } from 'node:url'
import { runTool } from '../lib/run-tool.mjs'

const CONFIG = fileURLToPath(new URL('../../knip.config.js', import.meta.url))

/** No file, export or package is there that nothing uses, and none is used that package.json does not name. */
export const checkUnused = (root) =>
  runTool('knip', ['--config', CONFIG, '--no-progress', '--treat-config-hints-as-errors'], root)
