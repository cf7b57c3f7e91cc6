/** sRGB channels 0–255, alpha 0–1. */
export interface Colour {
  readonly r: number
  readonly g: number
  readonly b: number
  readonly a: number
}

/** What `getComputedStyle` says of a colour. Throws for what it never says of ours (`lab()`, names). */
export function parseColour(text: string): Colour {
  const plain = /^rgba?\(([\d.]+),? ([\d.]+),? ([\d.]+)(?:(?:,| \/) ([\d.]+))?\)$/.exec(text)
  if (plain) return colourOf(plain, 1)
  const srgb = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(text)
  if (srgb) return colourOf(srgb, 255)
  throw new Error(`no colour: ${text}`)
}

function colourOf(match: RegExpExecArray, scale: number): Colour {
  const [, r, g, b, a = '1'] = match
  return { r: Number(r) * scale, g: Number(g) * scale, b: Number(b) * scale, a: Number(a) }
}

/** `top` painted on the opaque `ground`. */
export function over(top: Colour, ground: Colour): Colour {
  const mix = (above: number, below: number) => above * top.a + below * (1 - top.a)
  return { r: mix(top.r, ground.r), g: mix(top.g, ground.g), b: mix(top.b, ground.b), a: 1 }
}

/** WCAG 2.2, relative luminance; alpha is not looked at. */
export function luminance({ r, g, b }: Colour): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

const linear = (channel: number): number => {
  const c = channel / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

/** WCAG 2.2, contrast ratio of two opaque colours: 1–21. */
export function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}
