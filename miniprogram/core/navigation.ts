/** WeChat keeps ten pages at most; an eleventh does not open (docs: wx.navigateTo). */
export const PAGES_MAX = 10

const HOME = '/pages/home/home'

let isOpening = false

/**
 * Opens a page over the shown one; a second tap while it comes opens no second one. When the stack is full, it takes the
 * place of the shown one: the way back is a page shorter, and every tap still leads somewhere.
 */
export function openPage(url: string): void {
  if (isOpening) return
  isOpening = true
  const complete = () => {
    isOpening = false
  }
  if (getCurrentPages().length < PAGES_MAX) wx.navigateTo({ url, complete })
  else wx.redirectTo({ url, complete })
}

/** Opens a page in the place of the shown one, which has done its part. */
export function replacePage(url: string): void {
  wx.redirectTo({ url })
}

/** The shown page lies over another; one that a message or a card opened does not. */
export function hasPageBelow(): boolean {
  return getCurrentPages().length > 1
}

/** One page back, or home when there is none. */
export function goBack(): void {
  if (hasPageBelow()) wx.navigateBack()
  else goHome()
}

/** Home, with nothing below it. */
export function goHome(): void {
  wx.reLaunch({ url: HOME })
}

/** Home over the shown page, which lives on. */
export function openHome(): void {
  openPage(HOME)
}
