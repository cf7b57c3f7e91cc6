import { builtIn, type Caller, emit, hostOf, property } from '../component.ts'

interface ScrollData {
  upperThreshold: number
  lowerThreshold: number
  scrollWithAnimation: boolean
  scrollX: boolean
  scrollY: boolean
}

const CSS = `
wx-scroll-view{display:block;width:100%;overflow:hidden;overscroll-behavior:contain;-webkit-overflow-scrolling:touch;scrollbar-width:none}
wx-scroll-view::-webkit-scrollbar{display:none}
wx-scroll-view[wx-x]{overflow-x:auto}
wx-scroll-view[wx-y]{overflow-y:auto}
wx-scroll-view[wx-flex]{display:flex}
`

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html
 * D-WX-57: no pull-down refresher; D-WX-70: attributes of the enhanced and Skyline modes have no effect.
 */
export const scrollView = builtIn('scroll-view', CSS, () => ({
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    upperThreshold: property(Number, 50),
    lowerThreshold: property(Number, 50),
    scrollTop: property(null, null),
    scrollLeft: property(null, null),
    scrollIntoView: String,
    scrollIntoViewOffset: Number,
    scrollIntoViewAlignment: String,
    scrollIntoViewWithinExtent: Boolean,
    scrollWithAnimation: Boolean,
    enableBackToTop: Boolean,
    enablePassive: { type: null, value: null },
    enableFlex: Boolean,
    scrollAnchoring: Boolean,
    enhanced: Boolean,
    bounces: property(Boolean, true),
    showScrollbar: property(Boolean, true),
    pagingEnabled: Boolean,
    fastDeceleration: Boolean,
    usingSticky: Boolean,
    type: property(String, 'list'),
    clip: property(Boolean, true),
    refresherEnabled: Boolean,
    refresherThreshold: property(Number, 45),
    refresherDefaultStyle: property(String, 'black'),
    refresherBackground: String,
    refresherTriggered: Boolean,
  },
  observers: {
    'scrollX, scrollY': function (this: Caller<ScrollData>, scrollX: boolean, scrollY: boolean) {
      // Not as inline style: a style that the template binds would wipe it out.
      hostOf(this).toggleAttribute('wx-x', scrollX)
      hostOf(this).toggleAttribute('wx-y', scrollY)
    },
    enableFlex(this: Caller<ScrollData>, flex: boolean) {
      hostOf(this).toggleAttribute('wx-flex', flex)
    },
    scrollTop(this: Caller<ScrollData>, value: unknown) {
      scrollTo(this, 'top', value)
    },
    scrollLeft(this: Caller<ScrollData>, value: unknown) {
      scrollTo(this, 'left', value)
    },
    scrollIntoView(this: Caller<ScrollData>, id: string) {
      if (id !== '') afterRender(() => scrollIntoView(this, id))
    },
  },
  created(this: Caller<ScrollData>) {
    listen(this)
  },
}))

function listen(caller: Caller<ScrollData>): void {
  const host = hostOf(caller)
  const say = (name: string, detail: object) => emit(caller as unknown as Caller<never>, name, detail)
  let last = { top: 0, left: 0 }
  // each edge speaks once per arrival, as on a phone
  const at = { upper: true, lower: false }
  host.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = host
    const { upperThreshold, lowerThreshold, scrollY } = caller.data
    const deltaX = last.left - scrollLeft
    const deltaY = last.top - scrollTop
    last = { top: scrollTop, left: scrollLeft }
    say('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY })
    const before = scrollY ? scrollTop : scrollLeft
    const after = scrollY ? scrollHeight - scrollTop - clientHeight : scrollWidth - scrollLeft - clientWidth
    const upper = before <= upperThreshold
    const lower = after <= lowerThreshold
    if (upper && !at.upper) say('scrolltoupper', { direction: scrollY ? 'top' : 'left' })
    if (lower && !at.lower) say('scrolltolower', { direction: scrollY ? 'bottom' : 'right' })
    at.upper = upper
    at.lower = lower
  })
}

/** The new children of the same setData must be laid out first. */
const afterRender = (run: () => void): void => {
  requestAnimationFrame(run)
}

function scrollTo(caller: Caller<ScrollData>, side: 'top' | 'left', value: unknown): void {
  const position = Number.parseFloat(String(value))
  if (Number.isNaN(position)) return
  afterRender(() => {
    hostIfAttached(caller)?.scrollTo({ [side]: position, behavior: behaviorOf(caller) })
  })
}

function scrollIntoView(caller: Caller<ScrollData>, id: string): void {
  const target = caller._$.ownerShadowRoot?.querySelector(`#${selectorEscape(id)}`)?.$$
  const host = hostIfAttached(caller)
  if (!target || !host) return
  const to = target.getBoundingClientRect()
  const from = host.getBoundingClientRect()
  const { scrollX, scrollY } = caller.data
  host.scrollTo({
    ...(scrollY ? { top: host.scrollTop + to.top - from.top } : {}),
    ...(scrollX ? { left: host.scrollLeft + to.left - from.left } : {}),
    behavior: behaviorOf(caller),
  })
}

const selectorEscape = (id: string): string => id.replace(/[^\w-]/g, '\\$&')

const hostIfAttached = (caller: Caller<ScrollData>): HTMLElement | null => caller._$.$$

const behaviorOf = (caller: Caller<ScrollData>): ScrollBehavior =>
  caller.data.scrollWithAnimation ? 'smooth' : 'instant'
