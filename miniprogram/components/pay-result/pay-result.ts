/** One answer about a purchase, with its way on: refused, being checked, not paid, paid, paid too late. */
Component({
  properties: {
    /** good, wait, stop */
    mood: String,
    title: String,
    text: String,
    /** Key of the first button; '' = there is nothing to do but wait. */
    act: String,
    label: String,
    second: String,
    secondLabel: String,
  },

  methods: {
    onAct(): void {
      this.triggerEvent('act', { act: this.data.act })
    },

    onSecond(): void {
      this.triggerEvent('act', { act: this.data.second })
    },
  },
})
