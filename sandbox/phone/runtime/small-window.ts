import type { PageFrame } from './chrome.ts'
import { addStyle, element } from './chrome.ts'

/** How a page is left: pushed over by another one, or popped by going back. */
export type LeaveHow = 'push' | 'pop'

/** A live component that may go on in a small window when its page is left. */
export interface Floater {
  /** Its element in the document. */
  readonly host: HTMLElement
  /** `picture-in-picture-mode` names this way, and there is a picture. */
  wants(how: LeaveHow): boolean
  /** `(left|right, y)` with y in percent of the screen's height; '' = WeChat's own place. */
  position(): string
  entered(): void
  left(): void
}

/** The page behind a floater, as the page stack knows it. */
export interface FloatingPage {
  readonly component: object
  readonly frame: PageFrame
}

const WIDTH_PX = 132
const MARGIN_PX = 12
const DEFAULT_TOP_PERCENT = 14

const CSS = `
.phone-page[data-floating]{visibility:hidden;pointer-events:none;z-index:5}
.phone-page[data-floating][hidden]{display:flex}
.phone-page[data-floating] [wx-floating]{visibility:visible!important;position:fixed!important;inset:var(--wx-top) auto auto var(--wx-left)!important;
  width:${WIDTH_PX}px!important;height:var(--wx-height)!important;max-width:none!important;margin:0!important;transform:none!important;border-radius:8px!important}
.phone-page[data-floating] [wx-floating]>:not(.wxb-live){visibility:hidden!important}
.phone-float{position:absolute;box-sizing:border-box;border-radius:8px;box-shadow:0 4px 16px rgba(0,0,0,.35);cursor:pointer}
.phone-float button{position:absolute;top:4px;right:4px;width:28px;height:28px;border:0;border-radius:50%;padding:0;
  background:rgba(0,0,0,.5);color:#fff;font:14px/28px sans-serif;cursor:pointer}
`

export interface SmallWindowActions {
  /** The person taps the window: back to its page. */
  maximize(page: FloatingPage): void
  /** The person or the app closes it. */
  dismiss(page: FloatingPage): void
}

/**
 * The one small window of the phone. The live component stays in its page, which is hidden around it; so its picture
 * goes on without a break.
 * Source: WeChat docs, live-player, 小窗. D-WX-74: the window does not outlive the app's own foreground, cannot be moved.
 */
export class SmallWindow {
  private readonly offers = new Map<Floater, object>()
  private readonly overlay: HTMLElement
  private readonly actions: SmallWindowActions
  private active: {
    readonly page: FloatingPage
    readonly floater: Floater
    readonly cover: HTMLElement
  } | null = null

  constructor(overlay: HTMLElement, actions: SmallWindowActions) {
    this.overlay = overlay
    this.actions = actions
    addStyle(CSS)
  }

  isActive(): boolean {
    return this.active !== null
  }

  isOf(floater: Floater): boolean {
    return this.active?.floater === floater
  }

  holds(page: FloatingPage): boolean {
    return this.active?.page === page
  }

  /** `page` is the page's glass-easel component. The answer takes the offer back. */
  offer(page: object, floater: Floater): () => void {
    this.offers.set(floater, page)
    return () => {
      this.offers.delete(floater)
      if (this.isOf(floater)) this.leave()
    }
  }

  /** The page is about to be left: true when a component of it floats from now on. An older window is closed. */
  enter(page: FloatingPage, how: LeaveHow): boolean {
    const floater = [...this.offers].find(([one, owner]) => owner === page.component && one.wants(how))?.[0]
    if (!floater) return false
    this.close()
    const { width, height } = floater.host.getBoundingClientRect()
    const heightPx = Math.round(width > 0 ? (height / width) * WIDTH_PX : WIDTH_PX)
    const place = placeOf(floater.position())
    page.frame.element.dataset.floating = ''
    floater.host.toggleAttribute('wx-floating', true)
    // On the page, not on the component: its own style belongs to the app's template.
    const frame = page.frame.element
    const set = (values: Readonly<Record<string, number>>) => {
      for (const [name, value] of Object.entries(values)) frame.style.setProperty(name, `${value}px`)
    }
    set({ '--wx-left': place.left, '--wx-top': place.top, '--wx-height': heightPx })
    // Fixed within the page's window, which begins below its bar; the place is one of the screen.
    const box = floater.host.getBoundingClientRect()
    set({ '--wx-left': 2 * place.left - box.left, '--wx-top': 2 * place.top - box.top })
    const cover = this.createCover(page)
    Object.assign(cover.style, {
      left: `${place.left}px`,
      top: `${place.top}px`,
      width: `${WIDTH_PX}px`,
      height: `${heightPx}px`,
    })
    this.overlay.append(cover)
    this.active = { page, floater, cover }
    floater.entered()
    return true
  }

  /** The page is shown in full again, or gone. */
  leave(): void {
    const { active } = this
    if (!active) return
    this.active = null
    active.cover.remove()
    delete active.page.frame.element.dataset.floating
    active.floater.host.removeAttribute('wx-floating')
    active.floater.left()
  }

  /** As a tap on its cross; false when there is no window. */
  close(): boolean {
    const { active } = this
    if (!active) return false
    this.leave()
    this.actions.dismiss(active.page)
    return true
  }

  private createCover(page: FloatingPage): HTMLElement {
    const cover = element('div', 'phone-float')
    cover.addEventListener('click', () => this.actions.maximize(page))
    const cross = element('button', '', '✕')
    cross.setAttribute('aria-label', '关闭小窗')
    cross.addEventListener('click', (event) => {
      event.stopPropagation()
      this.close()
    })
    cover.append(cross)
    return cover
  }
}

/** Source: WeChat docs, live-player, picture-in-picture-init-position. */
function placeOf(position: string): { readonly left: number; readonly top: number } {
  const match = /^\(?\s*(left|right)\s*,\s*(\d+(?:\.\d+)?)%?\s*\)?$/.exec(position)
  const left = match?.[1] === 'left' ? MARGIN_PX : window.innerWidth - WIDTH_PX - MARGIN_PX
  const percent = Math.min(Number(match?.[2] ?? DEFAULT_TOP_PERCENT), 80)
  return { left, top: Math.round((window.innerHeight * percent) / 100) }
}
