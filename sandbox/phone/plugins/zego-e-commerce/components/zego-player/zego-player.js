const { cssSize } = require('../../css-size')

const property = (type, value) => ({ type, value })

Component({
  behaviors: ['wx://component-export'],
  properties: {
    /** The stream's ID; events carry it, because the app never sees the live-player. */
    sid: String,
    url: String,
    autoplay: Boolean,
    width: property(null, ''),
    height: property(null, ''),
    orientation: property(String, 'vertical'),
    objectFit: property(String, 'contain'),
    minCache: property(Number, 1),
    maxCache: property(Number, 3),
    mode: property(String, 'live'),
    muted: Boolean,
    debug: Boolean,
    pictureInPictureMode: property(null, ''),
  },
  data: { size: '' },
  observers: {
    'width, height'(width, height) {
      this.setData({ size: cssSize(width, height) })
    },
  },
  export() {
    return {
      play: (options) => this.context().play(options),
      stop: (options) => this.context().stop(options),
    }
  },
  methods: {
    context() {
      this.player ??= wx.createLivePlayerContext('player', this)
      return this.player
    },
    tell(name, detail) {
      this.triggerEvent(name, { ...detail, streamID: this.data.sid })
    },
    onStateChange({ detail }) {
      this.tell('statechange', detail)
    },
    onNetStatus({ detail }) {
      this.tell('netstatus', detail)
    },
    onEnterPictureInPicture({ detail }) {
      this.tell('enterpictureinpicture', detail)
    },
    onLeavePictureInPicture({ detail }) {
      this.tell('leavepictureinpicture', detail)
    },
  },
})
