import { builtIn, type Caller, emit, hostOf, property } from '../component.ts'

interface SwiperData {
  current: number
  autoplay: boolean
  interval: number
  duration: number
  circular: boolean
  vertical: boolean
  indicatorDots: boolean
  indicatorColor: string
  indicatorActiveColor: string
}

const CSS = `
wx-swiper{display:block;position:relative;height:150px;overflow:hidden;touch-action:pan-y}
wx-swiper[wx-vertical]{touch-action:pan-x}
wx-swiper>wx-swiper-item{position:absolute;top:0;left:0;width:100%;height:100%;overflow:hidden;transition:transform var(--wxb-swiper-ms,500ms)}
wx-swiper>.wxb-dots{position:absolute;left:0;right:0;bottom:10px;display:flex;justify-content:center;gap:8px;pointer-events:none;z-index:1}
wx-swiper>.wxb-dots i{width:8px;height:8px;border-radius:50%}
`

/** Fingers must travel this far, px, before a page turns. */
const TURN_PX = 40

const timers = new WeakMap<Caller<SwiperData>, ReturnType<typeof setInterval>>()

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html
 * D-WX-71: pages turn at the end of the gesture and do not follow the finger; margins and several items a page have no effect.
 */
export const swiper = builtIn('swiper', CSS, () => ({
  properties: {
    indicatorDots: Boolean,
    indicatorColor: property(String, 'rgba(0, 0, 0, .3)'),
    indicatorActiveColor: property(String, '#000000'),
    autoplay: Boolean,
    current: Number,
    interval: property(Number, 5000),
    duration: property(Number, 500),
    circular: Boolean,
    vertical: Boolean,
    previousMargin: String,
    nextMargin: String,
    snapToEdge: Boolean,
    displayMultipleItems: property(Number, 1),
    easingFunction: property(String, 'default'),
    currentItemId: String,
    skipHiddenItemLayout: Boolean,
  },
  observers: {
    'current, vertical, duration, indicatorDots, indicatorColor, indicatorActiveColor': function (
      this: Caller<SwiperData>,
    ) {
      requestAnimationFrame(() => place(this))
    },
    'autoplay, interval': function (this: Caller<SwiperData>) {
      playByItself(this)
    },
  },
  attached(this: Caller<SwiperData>) {
    const host = hostOf(this)
    const items = new MutationObserver(() => place(this))
    items.observe(host, { childList: true })
    let from: PointerEvent | null = null
    host.addEventListener('pointerdown', (event) => {
      from = event
    })
    host.addEventListener('pointerup', (event) => {
      if (from === null) return
      const { vertical, current } = this.data
      const moved = vertical ? event.clientY - from.clientY : event.clientX - from.clientX
      from = null
      if (Math.abs(moved) > TURN_PX) turn(this, current + (moved < 0 ? 1 : -1), 'touch')
    })
    requestAnimationFrame(() => place(this))
    playByItself(this)
  },
  detached(this: Caller<SwiperData>) {
    clearInterval(timers.get(this))
  },
}))

/** https://developers.weixin.qq.com/miniprogram/dev/component/swiper-item.html */
export const swiperItem = builtIn('swiper-item', 'wx-swiper-item{display:block}', () => ({
  properties: { itemId: String, skipHiddenItemLayout: Boolean },
}))

const itemsOf = (host: HTMLElement): HTMLElement[] => [
  ...host.querySelectorAll<HTMLElement>(':scope > wx-swiper-item'),
]

function place(caller: Caller<SwiperData>): void {
  const host = caller._$.$$
  if (host === null) return
  const { current, vertical, duration, indicatorDots, indicatorColor, indicatorActiveColor } = caller.data
  host.style.setProperty('--wxb-swiper-ms', `${duration}ms`)
  host.toggleAttribute('wx-vertical', vertical)
  const items = itemsOf(host)
  for (const [index, item] of items.entries()) {
    item.style.transform = `translate${vertical ? 'Y' : 'X'}(${(index - current) * 100}%)`
  }
  const wanted = indicatorDots ? items.length : 0
  let dots = host.querySelector(':scope > .wxb-dots')
  if (dots === null && wanted === 0) return
  if (dots === null) {
    dots = document.createElement('div')
    dots.className = 'wxb-dots'
    host.append(dots)
  }
  dots.replaceChildren(
    ...Array.from({ length: wanted }, (_, index) => {
      const dot = document.createElement('i')
      dot.style.background = index === current ? indicatorActiveColor : indicatorColor
      return dot
    }),
  )
}

function turn(caller: Caller<SwiperData>, to: number, source: 'touch' | 'autoplay'): void {
  const host = caller._$.$$
  const count = host === null ? 0 : itemsOf(host).length
  if (count === 0) return
  const wraps = caller.data.circular || source === 'autoplay'
  const current = wraps ? (to + count) % count : Math.min(Math.max(to, 0), count - 1)
  if (current === caller.data.current) return
  caller.setData({ current })
  const say = (name: string) =>
    emit(caller as unknown as Caller<never>, name, { current, currentItemId: '', source })
  say('change')
  setTimeout(() => say('animationfinish'), caller.data.duration)
}

function playByItself(caller: Caller<SwiperData>): void {
  clearInterval(timers.get(caller))
  const { autoplay, interval } = caller.data
  if (autoplay)
    timers.set(
      caller,
      setInterval(() => turn(caller, caller.data.current + 1, 'autoplay'), interval),
    )
}
