const { cssSize } = require('../../css-size')

const property = (type, value) => ({ type, value })

Component({
  behaviors: ['wx://component-export'],
  properties: {
    url: String,
    autopush: Boolean,
    width: property(null, ''),
    height: property(null, ''),
    waitingImage: String,
    enableCamera: property(Boolean, true),
    debug: Boolean,
    autoFocus: property(Boolean, true),
    aspect: property(String, '9:16'),
    minBitrate: property(Number, 200),
    maxBitrate: property(Number, 1000),
    zoom: Boolean,
    mirror: Boolean,
    localMirror: property(String, 'auto'),
    mode: property(String, 'RTC'),
    muted: Boolean,
    beauty: Number,
    whiteness: Number,
    orientation: property(String, 'vertical'),
  },
  data: { size: '' },
  observers: {
    'width, height'(width, height) {
      this.setData({ size: cssSize(width, height) })
    },
  },
  // What selectComponent of the app answers: it never sees the component itself.
  export() {
    return Object.fromEntries(
      ['start', 'stop', 'startPreview', 'switchCamera', 'snapshot'].map((name) => [
        name,
        (options) => this.context()[name](options),
      ]),
    )
  },
  methods: {
    context() {
      this.pusher ??= wx.createLivePusherContext()
      return this.pusher
    },
    onStateChange({ detail }) {
      this.triggerEvent('statechange', detail)
    },
    onNetStatus({ detail }) {
      this.triggerEvent('netstatus', detail)
    },
  },
})
