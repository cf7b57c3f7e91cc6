import type { GoLivePage } from './page'

/** live-pusher's beauty and whiteness, 0–9, in the steps that the button goes through. */
const BEAUTY = [
  { level: 0, name: '美颜' },
  { level: 3, name: '美颜弱' },
  { level: 6, name: '美颜中' },
  { level: 9, name: '美颜强' },
] as const

/** The camera's switches, before the show and on air. */
export const cameraData = {
  /** Once true it stays: the pusher's node is never taken away while the page lives. */
  hasCamera: false,
  beauty: 3 as number,
  beautyName: '美颜弱' as string,
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
