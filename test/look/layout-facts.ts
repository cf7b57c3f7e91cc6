/** CSS pixels of the screen. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** One line of text as it stands on the screen. */
export interface Line {
  /** The whole text it belongs to. */
  readonly text: string
  /** `.state-title` */
  readonly where: string
  /** As wide as the line, as high as its type. */
  readonly box: Box
  /** px */
  readonly type: number
  /** px that a frame around it or the edge of the screen cuts off, and that no scrolling brings back. */
  readonly cut: number
  /** It ends in an ellipsis. */
  readonly truncated: boolean
  /** Something that is not its own lies over a part of it. */
  readonly covered: boolean
  /** WCAG ratio against the worst twentieth of what is behind it. */
  readonly contrast: number
}

export interface Icon {
  readonly where: string
  readonly box: Box
  /** WCAG ratio of its strokes against what is behind them; 1 = nothing of it is seen. */
  readonly contrast: number
}

/** Where a finger may go. `width` and `height` of what answers around its middle, px. */
export interface Target {
  readonly where: string
  readonly width: number
  readonly height: number
  readonly covered: boolean
}

/** What was measured on one screenful of a page. What lies under a mask or another page is left out. */
export interface LayoutFacts {
  readonly screen: { readonly width: number; readonly height: number }
  /** What WeChat and the phone draw over every page: clock, capsule, home indicator. */
  readonly chrome: readonly Box[]
  /** WCAG ratio of the phone's clock, whose colour the page chooses; null = there is none. */
  readonly clock: number | null
  readonly lines: readonly Line[]
  readonly icons: readonly Icon[]
  readonly targets: readonly Target[]
}
