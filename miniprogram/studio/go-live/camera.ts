import { BEAUTY } from '../text/show-text'
import type { GoLivePage } from './page'

const [, WEAK] = BEAUTY

/** The camera's switches, before the show and on air. */
export const cameraData = {
  /** Once true it stays: the pusher's node is never taken away while the page lives. */
  hasCamera: false,
  beauty: WEAK.level as number,
  beautyName: WEAK.name as string,
  mirror: false,
  /** The back camera is on; only it has a torch. */
  back: false,
  hasTorch: false,
  torch: false,
}

export const cameraHandlers = {
  onFlip(this: GoLivePage) {
    this.pusher()?.switchCamera()
    // Turning the camera away puts its torch out.
    this.setData({ back: !this.data.back, torch: false })
  },

  onBeauty(this: GoLivePage) {
    const now = BEAUTY.findIndex(({ level }) => level === this.data.beauty)
    const { level, name } = BEAUTY[(now + 1) % BEAUTY.length] ?? BEAUTY[0]
    this.setData({ beauty: level, beautyName: name })
  },

  onMirror(this: GoLivePage) {
    this.setData({ mirror: !this.data.mirror })
  },

  onTorch(this: GoLivePage) {
    this.pusher()?.toggleTorch?.({
      success: () => this.setData({ torch: !this.data.torch }),
      fail: () => this.setData({ hasTorch: false }),
    })
  },
}
