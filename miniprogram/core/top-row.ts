/** Where the capsule leaves room, px: our own top row stands on its line and ends before it. */
export interface TopRow {
  readonly top: number
  readonly height: number
  /** Distance of the row's right end from the screen's right edge. */
  readonly right: number
}

const GAP = 8

export function topRow(): TopRow {
  const capsule = wx.getMenuButtonBoundingClientRect()
  const { windowWidth } = wx.getWindowInfo()
  return { top: capsule.top, height: capsule.height, right: windowWidth - capsule.left + GAP }
}
