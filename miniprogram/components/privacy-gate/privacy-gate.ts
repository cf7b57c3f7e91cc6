/**
 * What is said before WeChat lets a page use camera, microphone or address for the first time. The consent itself is the
 * button (WeChat docs, privacy agreement guide): its id is what `resolve` of wx.onNeedPrivacyAuthorization asks for.
 */
Component({
  properties: {
    title: String,
    /** {icon, title, text}[]: three things at most, said in plain words. */
    points: { type: Array, value: [] as { icon: string; title: string; text: string }[] },
    /** Name of the guideline with its brackets, from wx.getPrivacySetting; '' = WeChat did not say. */
    contract: String,
    agree: { type: String, value: '同意' },
    refuse: { type: String, value: '不同意' },
    /** px that the page's top row takes. */
    top: { type: Number, value: 96 },
  },

  methods: {
    onAgree(): void {
      this.triggerEvent('agree', { buttonId: 'privacy-agree' })
    },

    onRefuse(): void {
      this.triggerEvent('refuse')
    },

    onContract(): void {
      if (typeof wx.openPrivacyContract === 'function') wx.openPrivacyContract({ fail: () => {} })
    },
  },
})
