import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSecrets } from '../check/secrets.mjs'
import { checkVersions } from '../check/versions.mjs'
import { either, ok } from './line.mjs'

const SDKS = [
  ['miniprogram/rtc/package.json', 'zego-express-engine-miniprogram'],
  ['package.json', 'wx-server-sdk'],
]

export async function treeLines(root) {
  const secrets = await checkSecrets(root)
  const versions = await checkVersions(root)
  return [
    ok(`Node.js ${process.versions.node}`),
    ...SDKS.map(([file, name]) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, file), 'utf8'))
      return ok(`${name} ${{ ...devDependencies, ...dependencies }[name]}`)
    }),
    either(versions.length === 0, 'every dependency is pinned', versions.join('; ')),
    either(secrets.length === 0, 'no secret in the tree', secrets.join('; ')),
    either(
      existsSync(join(root, 'miniprogram/rtc/miniprogram_npm/zego-express-engine-miniprogram/index.js')),
      'the ZEGO SDK is packed into miniprogram/rtc/miniprogram_npm',
      'run npm run build: the ZEGO SDK is not packed',
    ),
  ]
}
