/** Runs as `pageProbe` in the phone’s page and in the page of a snapshot: see ../layout-probe.ts. */
import type { Box, LayoutFacts } from '../layout-facts.ts'
import { decodePng } from './decode-png.ts'
import { drawnShare } from './drawn-share.ts'
import { boxOf, PAGE } from './geometry.ts'
import { withEverythingHit } from './hit-test.ts'
import { iconContrast, textContrast } from './pixel-contrast.ts'
import { ICON, readIcons } from './read-icons.ts'
import { readLines, type UnlitLine } from './read-lines.ts'
import { readTargets } from './read-targets.ts'

export { takeSnapshot } from './take-snapshot.ts'

const CLOCK = '.phone-time'
const CHROME = `.phone-capsule, ${CLOCK}`
/** Width, height and distance from the bottom of the home bar of a phone without a button, px. */
const HOME_BAR = { width: 134, height: 5, bottom: 8 } as const

/** Everything that a picture may show is as bright as it gets, and blur does not help: it may not see a native video. */
const WHITE_FRAME = `
wx-live-player, wx-live-pusher, .wxb-live, .wxb-live * { background: #fff !important }
wx-image > img { filter: brightness(0) invert(1) !important }
* { backdrop-filter: none !important }
`
const BARE = `
${PAGE} *, ${CLOCK} { -webkit-text-fill-color: transparent !important; text-shadow: none !important }
${PAGE} ::placeholder { -webkit-text-fill-color: transparent !important }
[${ICON}=ground] { background-image: none !important }
[${ICON}=mask] { background-color: transparent !important }
`

export interface Measured extends Omit<LayoutFacts, 'lines' | 'icons' | 'clock'> {
  readonly clock: { readonly colour: string; readonly box: Box } | null
  readonly lines: readonly UnlitLine[]
  readonly icons: readonly Omit<LayoutFacts['icons'][number], 'contrast'>[]
}

/** Fonts are here and nothing moves: what ends has ended, what never ends stands half way. */
export async function settle(): Promise<void> {
  await document.fonts.ready
  for (const animation of document.getAnimations()) {
    const { endTime = 0, duration = 0 } = animation.effect?.getComputedTiming() ?? {}
    if (Number.isFinite(Number(endTime))) animation.finish()
    else {
      animation.pause()
      animation.currentTime = Number(duration) / 2
    }
  }
}

export function measure(safeBottom: number): Measured {
  const root = pageShown()
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  const { lines, icons } = withEverythingHit(() => ({
    icons: readIcons(root, screen),
    lines: readLines(root, screen),
  }))
  return {
    screen: { width: innerWidth, height: innerHeight },
    chrome: [
      ...[...document.querySelectorAll(CHROME)].map((element) => boxOf(element.getBoundingClientRect())),
      ...(safeBottom > 0 ? [homeBar(screen)] : []),
    ],
    clock: readClock(),
    lines,
    icons,
    targets: readTargets(root, screen),
  }
}

/** The same with contrasts, from a picture of the page and one of the page without text and icons. */
export async function withContrasts(measured: Measured, withInk: string, bare: string): Promise<LayoutFacts> {
  const [drawn, behind] = await Promise.all([decodePng(withInk), decodePng(bare)])
  return {
    ...measured,
    clock: measured.clock && textContrast(measured.clock.colour, 1, behind, measured.clock.box),
    lines: measured.lines.map(({ colour, opacity, ...line }) => ({
      ...line,
      contrast: textContrast(colour, opacity, behind, line.box),
    })),
    icons: measured.icons.map((icon) => ({ ...icon, contrast: iconContrast(drawn, behind, icon.box) })),
  }
}

export const drawnShares = (frames: readonly string[], top: number): Promise<number[]> =>
  Promise.all(frames.map(async (frame) => drawnShare(await decodePng(frame), top)))

const STYLES = { white: WHITE_FRAME, bare: BARE } as const

export function setStyle(name: keyof typeof STYLES, on: boolean): void {
  document.getElementById(`probe-${name}`)?.remove()
  if (!on) return
  const style = document.createElement('style')
  style.id = `probe-${name}`
  style.textContent = STYLES[name]
  document.head.append(style)
}

/** Scrolls the page's content on by most of its window; false when it was at its end. */
export function scrollOn(): boolean {
  const scroller = [...pageShown().querySelectorAll('*')].find(
    (element) =>
      /auto|scroll/.test(getComputedStyle(element).overflowY) &&
      element.scrollHeight > element.clientHeight + 1,
  )
  if (scroller === undefined) return false
  const before = scroller.scrollTop
  scroller.scrollTo({ top: before + 0.8 * scroller.clientHeight, behavior: 'instant' })
  return scroller.scrollTop > before + 1
}

export const scrollBack = (): void => {
  for (const element of pageShown().querySelectorAll('*')) element.scrollTop = 0
}

function readClock(): Measured['clock'] {
  const clock = document.querySelector(CLOCK)
  return clock && { colour: getComputedStyle(clock).color, box: boxOf(clock.getBoundingClientRect()) }
}

function pageShown(): Element {
  const page = document.querySelector(PAGE)
  if (page === null) throw new Error('no page is shown')
  return page
}

const homeBar = ({ right, bottom }: Box): Box => ({
  left: (right - HOME_BAR.width) / 2,
  top: bottom - HOME_BAR.bottom - HOME_BAR.height,
  right: (right + HOME_BAR.width) / 2,
  bottom: bottom - HOME_BAR.bottom,
})
