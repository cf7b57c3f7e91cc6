import { WxFailure } from '../wx/callback.ts'
import type { LiveResult } from './live-controls.ts'
import type { Snapshot } from './live-pusher/pusher-port.ts'

/** Answer of `snapshot`; WeChat types both sizes as text. D-WX-41: the path is a blob URL of this phone page. */
export async function snapshotResult(take: () => Promise<Snapshot>): Promise<LiveResult> {
  try {
    const { blob, width, height } = await take()
    return { tempImagePath: URL.createObjectURL(blob), width: String(width), height: String(height) }
  } catch (error) {
    throw new WxFailure(error instanceof Error ? error.message : String(error), { errno: 1107004 })
  }
}
