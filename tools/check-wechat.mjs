/**
 * `npm run check:wechat`: the app compiled by WeChat's own compiler, offline, with native tags and with ZEGO's plugin.
 * Exit code 0 = it takes both, 1 = it refuses one, 3 = it could not be had, so nothing was judged.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NotInstalled } from './lib/on-demand.mjs'
import { startWeChatCompiler } from './lib/wechat-compiler.mjs'
import { copyForWeChat, refusalLines } from './lib/wechat-project.mjs'
import { setMedia } from './media.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.exit(await main())

async function main() {
  let compiler
  try {
    compiler = await startWeChatCompiler()
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error
    console.error(error.message)
    return 3
  }
  let refusals = 0
  for (const media of ['native', 'plugin']) {
    const project = copyForWeChat(root, { quick: true })
    try {
      setMedia(project.appRoot, media)
      const startedAt = Date.now()
      const { files, refused, warnings } = await compiler.compile(project.root)
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      const verdict = refused ? 'FAIL' : 'ok  '
      console.log(`${verdict} ${media} (${files ? `${Object.keys(files).length} files, ` : ''}${seconds} s)`)
      for (const line of refused ? refusalLines(refused) : []) console.log(`     ${line}`)
      for (const warning of warnings) console.log(`     warning: ${warning}`)
      if (refused) refusals += 1
    } finally {
      project.remove()
    }
  }
  compiler.close()
  console.log(refusals === 0 ? "WeChat's compiler takes the app" : "WeChat's compiler refuses the app")
  return refusals === 0 ? 0 : 1
}
