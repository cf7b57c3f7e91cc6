/**
 * live-player with the props, events and methods of ZEGO's plugin component of the same name. Events carry the stream
 * they belong to as `detail.streamID`, as the plugin's do.
 */
Component({
  properties: {
    url: String,
    /** The stream's ID. */
    sid: String,
    mode: { type: String, value: 'RTC' },
    autoplay: { type: Boolean, value: false },
    muted: { type: Boolean, value: false },
    orientation: { type: String, value: 'vertical' },
    objectFit: { type: String, value: 'fillCrop' },
    /** Seconds; 0.2 and 0.8 are WeChat's advice for mode RTC. */
    minCache: { type: Number, value: 0.2 },
    maxCache: { type: Number, value: 0.8 },
    /** 'push', 'pop' or ['push', 'pop']; the empty string = no small window. */
    pictureInPictureMode: { type: null, value: '' },
    debug: { type: Boolean, value: false },
  },

  methods: {
    play(): void {
      wx.createLivePlayerContext('player', this).play()
    },

    stop(): void {
      wx.createLivePlayerContext('player', this).stop()
    },

    /** Closes the small window, from any page. */
    exitPictureInPicture(): void {
      wx.createLivePlayerContext('player', this).exitPictureInPicture({ fail: () => {} })
    },

    onStateChange(event: WechatMiniprogram.CustomEvent): void {
      this.triggerEvent('statechange', { ...event.detail, streamID: this.data.sid })
    },

    onNetStatus(event: WechatMiniprogram.CustomEvent): void {
      this.triggerEvent('netstatus', { ...event.detail, streamID: this.data.sid })
    },

    onEnterPictureInPicture(event: WechatMiniprogram.CustomEvent): void {
      this.triggerEvent('enterpictureinpicture', event.detail)
    },

    onLeavePictureInPicture(event: WechatMiniprogram.CustomEvent): void {
      this.triggerEvent('leavepictureinpicture', event.detail)
    },
  },
})
