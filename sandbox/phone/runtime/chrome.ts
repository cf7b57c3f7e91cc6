import type { Device } from '../device.ts'

/** The capsule at the right of every page, in CSS px. Source: wx.getMenuButtonBoundingClientRect on an iPhone. */
export const CAPSULE = { width: 87, height: 32, right: 7, belowStatusBar: 4 } as const
/** Default navigation bar below the status bar, in CSS px. */
export const NAVIGATION_BAR_HEIGHT = 44

const CSS = `
:root{--rpx:calc(100vw / 750);--vh:1vh;
  --phone-font:'Noto Sans SC Variable',-apple-system,BlinkMacSystemFont,'PingFang SC',sans-serif}
html,body{margin:0;height:100%;overflow:hidden;background:#fff;-webkit-text-size-adjust:100%}
body{font:16px/1.4 var(--phone-font);color:#000;-webkit-tap-highlight-color:transparent}
.phone-stage,.phone-overlay,.phone-page{position:absolute;inset:0}
.phone-overlay{pointer-events:none;z-index:30}
.phone-overlay>*{pointer-events:auto}
.phone-page{display:flex;flex-direction:column;background:#fff}
.phone-page[hidden]{display:none}
.phone-window{position:relative;flex:1;min-height:0;transform:translateZ(0)}
.phone-scroller{position:absolute;inset:0;overflow-x:hidden;overflow-y:auto;scrollbar-width:none}
.phone-scroller::-webkit-scrollbar{display:none}
wx-page{display:block;min-height:100%}
[wx-hidden]{display:none!important}
.phone-bar{flex:none;position:relative;display:flex;align-items:center;justify-content:center;
  height:${NAVIGATION_BAR_HEIGHT}px;font-size:17px;font-weight:600;user-select:none}
.phone-bar b{max-width:calc(100% - 220px);overflow:hidden;white-space:nowrap;text-overflow:ellipsis;font-weight:600}
.phone-back{position:absolute;left:8px;width:36px;height:36px;border:0;padding:0;background:none;color:inherit;
  font:300 30px/32px sans-serif;cursor:pointer}
.phone-status{position:absolute;inset:0 0 auto;z-index:20;pointer-events:none;display:flex;align-items:center;
  justify-content:space-between;padding:0 28px;font-size:15px;font-weight:600;font-variant-numeric:tabular-nums}
.phone-capsule{position:absolute;z-index:25;box-sizing:border-box;display:flex;border-radius:16px;
  border:.5px solid rgba(0,0,0,.12);background:rgba(255,255,255,.72);color:#000}
.phone-capsule[data-light]{border-color:rgba(255,255,255,.25);background:rgba(0,0,0,.16);color:#fff}
.phone-capsule button{flex:1;border:0;padding:0;background:none;color:inherit;cursor:pointer}
.phone-capsule button+button{border-left:.5px solid currentColor;border-image:linear-gradient(transparent 22%,
  rgba(128,128,128,.5) 22% 78%,transparent 78%) 1}
.phone-capsule svg{display:block;margin:auto;fill:currentColor}
`

const DOTS =
  '<svg width="20" height="8"><circle cx="3" cy="4" r="2"/><circle cx="10" cy="4" r="3"/><circle cx="17" cy="4" r="2"/></svg>'
const RING =
  '<svg width="20" height="20"><circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="10" cy="10" r="3"/></svg>'

export interface ChromeActions {
  menu(): void
  home(): void
  back(): void
}

export interface NavigationBarChange {
  readonly title?: string
  /** '#ffffff' or '#000000' */
  readonly frontColor?: string
  readonly backgroundColor?: string
  readonly loading?: boolean
}

/** One page's place on the screen: navigation bar above, scrolling window below. */
export interface PageFrame {
  readonly element: HTMLElement
  /** Holds the `<wx-page>`. */
  readonly scroller: HTMLElement
  update(change: NavigationBarChange): void
}

export interface Chrome {
  readonly stage: HTMLElement
  readonly overlay: HTMLElement
  createPage(window: Readonly<Record<string, unknown>>): PageFrame
  /** Which of the pages is seen, and whether there is a page to go back to. */
  show(frame: PageFrame, canGoBack: boolean): void
}

/** D-WX-16: no dark theme (`@name` colours), no landscape. The frame around the app: status bar with the time, capsule, navigation bars, layer for WeChat's own surfaces. */
export function createChrome(device: Device, actions: ChromeActions): Chrome {
  addStyle(CSS)
  const stage = element('div', 'phone-stage')
  const overlay = element('div', 'phone-overlay')
  const status = createStatusBar(device.statusBarHeight)
  const capsule = createCapsule(device.statusBarHeight, actions)
  document.body.append(stage, status, capsule, overlay)

  const paint = (light: boolean) => {
    status.style.color = light ? '#fff' : '#000'
    capsule.toggleAttribute('data-light', light)
  }
  let shown: PageFrame | null = null

  return {
    stage,
    overlay,
    createPage(config) {
      const page = element('div', 'phone-page')
      const bar = createBar(device.statusBarHeight, actions)
      const scroller = element('div', 'phone-scroller')
      const window = element('div', 'phone-window')
      window.append(scroller)
      if (config.navigationStyle !== 'custom') page.append(bar.element)
      page.append(window)
      const custom = config.navigationStyle === 'custom'
      const above = custom ? 0 : device.statusBarHeight + NAVIGATION_BAR_HEIGHT
      page.style.setProperty('--vh', `calc((100vh - ${above}px) / 100)`)
      if (typeof config.backgroundColorContent === 'string')
        page.style.background = config.backgroundColorContent
      if (config.disableScroll === true) scroller.style.overflowY = 'hidden'
      let light = config.navigationBarTextStyle !== 'black'
      const frame: PageFrame = {
        element: page,
        scroller,
        update(change) {
          bar.update(change)
          if (change.frontColor !== undefined) light = change.frontColor.toLowerCase() === '#ffffff'
          page.toggleAttribute('data-light', light)
          if (shown === frame) paint(light)
        },
      }
      frame.update({
        title: String(config.navigationBarTitleText ?? ''),
        backgroundColor: String(config.navigationBarBackgroundColor ?? '#000000'),
        frontColor: light ? '#ffffff' : '#000000',
      })
      stage.append(page)
      return frame
    },
    show(frame, canGoBack) {
      shown = frame
      for (const page of stage.querySelectorAll<HTMLElement>(':scope > .phone-page')) {
        page.hidden = page !== frame.element
      }
      const back = frame.element.querySelector<HTMLElement>('.phone-back')
      if (back) back.hidden = !canGoBack
      paint(frame.element.hasAttribute('data-light'))
    },
  }
}

function createBar(statusBarHeight: number, actions: ChromeActions) {
  const bar = element('div', 'phone-bar')
  bar.style.paddingTop = `${statusBarHeight}px`
  const back = element('button', 'phone-back', '‹')
  back.setAttribute('aria-label', '返回')
  back.addEventListener('click', actions.back)
  const title = element('b', 'phone-title')
  bar.append(back, title)
  return {
    element: bar,
    update(change: NavigationBarChange) {
      if (change.title !== undefined) title.textContent = change.title
      if (change.frontColor !== undefined) bar.style.color = change.frontColor
      if (change.backgroundColor !== undefined) bar.style.background = change.backgroundColor
      if (change.loading !== undefined) bar.toggleAttribute('data-loading', change.loading)
    },
  }
}

function createStatusBar(height: number): HTMLElement {
  const status = element('div', 'phone-status')
  status.style.height = `${height}px`
  const time = element('span', 'phone-time')
  const tick = () => {
    const now = new Date()
    time.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`
    setTimeout(tick, 60_000 - (now.getTime() % 60_000))
  }
  tick()
  status.append(time)
  return status
}

function createCapsule(statusBarHeight: number, actions: ChromeActions): HTMLElement {
  const capsule = element('div', 'phone-capsule')
  const { width, height, right, belowStatusBar } = CAPSULE
  Object.assign(capsule.style, {
    top: `${statusBarHeight + belowStatusBar}px`,
    right: `${right}px`,
    width: `${width}px`,
    height: `${height}px`,
  })
  const menu = element('button', '')
  menu.innerHTML = DOTS
  menu.setAttribute('aria-label', '更多')
  menu.addEventListener('click', actions.menu)
  const home = element('button', '')
  home.innerHTML = RING
  home.setAttribute('aria-label', '关闭')
  home.addEventListener('click', actions.home)
  capsule.append(menu, home)
  return capsule
}

export function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

export function addStyle(css: string): void {
  const style = document.createElement('style')
  style.textContent = css
  document.head.prepend(style)
}
