import { fileURLToPath } from 'node:url'
import { packageSizes, toKB } from '../../tools/lib/package-size.mjs'

const APP = fileURLToPath(new URL('../../miniprogram', import.meta.url))

/**
 * KB (1,024 bytes) of what app.json reaches, minified, in the package WeChat puts it in.
 * `shareCardPathKB` = what is downloaded before a tap on a share card can ask for the first video frame.
 */
export async function benchPackageSize(): Promise<object> {
  const { sizes } = packageSizes(APP)
  const kb = (root: string) => toKB(sizes[root] ?? 0)
  return {
    mainKB: kb(''),
    liveKB: kb('live'),
    studioKB: kb('studio'),
    shopKB: kb('shop'),
    rtcKB: kb('rtc'),
    shareCardPathKB: toKB((sizes[''] ?? 0) + (sizes.live ?? 0) + (sizes.rtc ?? 0)),
  }
}
