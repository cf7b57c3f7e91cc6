import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NotInstalled } from '../../tools/lib/on-demand.mjs'
import { packageSizes, sumByPackage, toKB } from '../../tools/lib/package-size.mjs'
import { startWeChatCompiler } from '../../tools/lib/wechat-compiler.mjs'
import { copyForWeChat, refusalLines } from '../../tools/lib/wechat-project.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const APP = join(ROOT, 'miniprogram')

/**
 * KB (1,024 bytes) of each package as WeChat's own compiler makes it, project.config.json as it is; where the compiler
 * cannot be had, our estimate. `shareCardPathKB` = what is downloaded before a tap on a share card can ask for the first
 * video frame.
 */
export async function benchPackageSize(): Promise<object> {
  const compiled = await wechatSizes()
  const sizes = compiled ?? packageSizes(APP).sizes
  const kb = (root: string) => toKB(sizes[root] ?? 0)
  return {
    source: compiled === null ? 'estimate' : 'wechat',
    mainKB: kb(''),
    liveKB: kb('live'),
    studioKB: kb('studio'),
    shopKB: kb('shop'),
    rtcKB: kb('rtc'),
    shareCardPathKB: toKB((sizes[''] ?? 0) + (sizes.live ?? 0) + (sizes.rtc ?? 0)),
  }
}

/** null = the compiler cannot be had, which is said. Throws when it refuses the app. */
export async function wechatSizes(): Promise<Record<string, number> | null> {
  let compiler: Awaited<ReturnType<typeof startWeChatCompiler>>
  try {
    compiler = await startWeChatCompiler()
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error
    console.error(error.message)
    return null
  }
  const project = copyForWeChat(ROOT)
  try {
    const { files, refused } = await compiler.compile(project.root)
    if (!files) throw new Error(refused ? refusalLines(refused).join('\n') : 'nothing was compiled')
    return sumByPackage(JSON.parse(readFileSync(join(APP, 'app.json'), 'utf8')), files)
  } finally {
    project.remove()
    compiler.close()
  }
}
