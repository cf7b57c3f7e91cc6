/** CSS pixels of the glass. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** One line of text as it stands on the glass. */
export interface Line {
  /** The whole text it belongs to. */
  readonly text: string
  /** `.state-title` */
  readonly where: string
  /** As wide as the line, as high as its type. */
  readonly box: Box
  /** px */
  readonly type: number
  /** px that a frame around it or the edge of the glass cuts off, and that no scrolling brings back. */
  readonly cut: number
  /** It ends in an ellipsis. */
  readonly shortened: boolean
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

/** What one look at one page saw. Everything under a mask or a page over the page is left out. */
export interface Facts {
  readonly glass: { readonly width: number; readonly height: number }
  /** What WeChat and the phone draw over every page: clock, capsule, home indicator. */
  readonly chrome: readonly Box[]
  /** WCAG ratio of the phone's clock, whose colour the page chooses; null = there is none. */
  readonly clock: number | null
  readonly lines: readonly Line[]
  readonly icons: readonly Icon[]
  readonly targets: readonly Target[]
}
