/** What live-pusher's looks mean for a picture. Source: developers.weixin.qq.com, live-pusher. Pure. */
export interface PictureLook {
  /** 0 off … 1: soft skin. */
  readonly softness: number
  /** 0 off … 1: bright skin. */
  readonly whiteness: number
  /** A name of FILTERS; anything else is `standard`. */
  readonly filter: string
  readonly torch: boolean
}

export const PLAIN_LOOK: PictureLook = { softness: 0, whiteness: 0, filter: 'standard', torch: false }

/** D-MD-15: WeChat's filters are look-up tables of its own; these are the nearest in CSS. */
const FILTERS: Readonly<Record<string, string>> = {
  standard: '',
  pink: 'sepia(.18) hue-rotate(-28deg) saturate(1.25) brightness(1.04)',
  nostalgia: 'sepia(.5) contrast(.95)',
  blues: 'hue-rotate(14deg) saturate(.85) contrast(1.05)',
  romantic: 'sepia(.15) hue-rotate(-18deg) brightness(1.06) contrast(.94)',
  cool: 'hue-rotate(10deg) saturate(1.1) brightness(1.02)',
  fresher: 'saturate(1.25) brightness(1.06)',
  solor: 'sepia(.25) saturate(1.3)',
  aestheticism: 'saturate(.8) brightness(1.08) contrast(.92)',
  whitening: 'brightness(1.12) saturate(.95)',
  cerisered: 'hue-rotate(-12deg) saturate(1.4)',
}

/** A canvas filter; 'none' when the picture stays as filmed. D-MD-15: softness blurs the whole picture, not the skin. */
export function canvasFilter({ softness, whiteness, filter, torch }: PictureLook): string {
  const steps = [
    softness > 0 ? `blur(${(softness * 1.6).toFixed(2)}px)` : '',
    whiteness > 0 ? `brightness(${(1 + whiteness * 0.18).toFixed(3)})` : '',
    FILTERS[filter] ?? '',
    torch ? 'brightness(1.3) contrast(1.05)' : '',
  ].filter((step) => step !== '')
  return steps.length === 0 ? 'none' : steps.join(' ')
}
