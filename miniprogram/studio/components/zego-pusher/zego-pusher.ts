/** The code that binderror told last, for each pusher. */
const reported = new WeakMap<object, number>()

/**
 * live-pusher with the props, events and methods of ZEGO's plugin component of the same name, so that a page can hold
 * either. A page may hold only one live-pusher; its context binds to that one by itself.
 */
Component({
  properties: {
    url: String,
    mode: { type: String, value: 'RTC' },
    autopush: { type: Boolean, value: false },
    /** Pushed picture in px. */
    width: { type: Number, value: 360 },
    height: { type: Number, value: 640 },
    waitingImage: String,
    enableCamera: { type: Boolean, value: true },
    debug: { type: Boolean, value: false },
    autoFocus: { type: Boolean, value: true },
    aspect: { type: String, value: '9:16' },
    /** kbps */
    minBitrate: { type: Number, value: 200 },
    maxBitrate: { type: Number, value: 1000 },
    zoom: { type: Boolean, value: false },
    /** Mirrors what the audience sees. */
    mirror: { type: Boolean, value: false },
    localMirror: { type: String, value: 'auto' },
    muted: { type: Boolean, value: false },
    beauty: { type: Number, value: 0 },
    whiteness: { type: Number, value: 0 },
    orientation: { type: String, value: 'vertical' },
  },

  methods: {
    start(): void {
      wx.createLivePusherContext().start()
    },

    stop(): void {
      wx.createLivePusherContext().stop()
    },

    startPreview(): void {
      wx.createLivePusherContext().startPreview()
    },

    switchCamera(): void {
      wx.createLivePusherContext().switchCamera()
    },

    /** The plugin has no such method: ask `typeof` before. Fails on the front camera. */
    toggleTorch(options: WechatMiniprogram.ToggleTorchOption): void {
      wx.createLivePusherContext().toggleTorch(options)
    },

    snapshot(options: WechatMiniprogram.LivePusherContextSnapshotOption): void {
      wx.createLivePusherContext().snapshot(options)
    },

    onStateChange(event: WechatMiniprogram.CustomEvent<{ code: number }>): void {
      // A refusal already told by binderror is not told twice.
      const told = reported.get(this) === event.detail.code
      reported.delete(this)
      if (!told) this.triggerEvent('statechange', event.detail)
    },

    onNetStatus(event: WechatMiniprogram.CustomEvent): void {
      this.triggerEvent('netstatus', event.detail)
    },

    /** 10001/10002, a refused camera or microphone, come as an error: the plugin reports them as states. */
    onError(event: WechatMiniprogram.CustomEvent<{ errCode: number; errMsg: string }>): void {
      const { errCode, errMsg } = event.detail
      reported.set(this, errCode)
      this.triggerEvent('statechange', { code: errCode, message: errMsg })
    },
  },
})
