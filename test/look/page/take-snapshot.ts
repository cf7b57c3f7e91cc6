import { PAGE } from './geometry.ts'
import { TARGET } from './read-targets.ts'

interface LiveNode extends Element {
  /** The engine's element; it keeps its listeners here and offers no question for them (glass-easel 0.12.1). */
  readonly __wxElement?: { readonly _$eventTarget?: { readonly listeners: Record<string, unknown> } }
}

/** Scripts, and what WeChat lays over a page for a while: dialogs, a message from a friend. */
const NOT_THE_PAGE = 'script, .phone-overlay > *'

/** What has to be on the shown page for the snapshot to be of the state that is meant. */
export interface Wanted {
  readonly says?: string
  /** Selector. */
  readonly shows?: string
}

/**
 * The whole page of a running phone as static HTML: no script, no video but its last frame; what hears a tap
 * is marked. null = the shown page is not in the wanted state now.
 */
export function takeSnapshot({ says = '', shows }: Wanted): string | null {
  const page = document.querySelector<HTMLElement>(PAGE)
  if (!page?.innerText.includes(says) || (shows && page.querySelector(shows) === null)) return null
  const live = [...document.querySelectorAll<LiveNode>('*')]
  const copy = document.documentElement.cloneNode(true) as Element
  const copies = [copy, ...copy.querySelectorAll('*')]
  for (const [at, element] of live.entries()) {
    const twin = copies[at]
    if (twin === undefined) continue
    if (hearsTaps(element)) twin.setAttribute(TARGET, '')
    if (element instanceof HTMLInputElement) twin.setAttribute('value', element.value)
    if (element instanceof HTMLTextAreaElement) twin.textContent = element.value
    if (element instanceof HTMLVideoElement || element instanceof HTMLCanvasElement) holdFrame(element, twin)
  }
  for (const gone of copy.querySelectorAll(NOT_THE_PAGE)) gone.remove()
  return `<!doctype html>${copy.outerHTML}`
}

const hearsTaps = (element: LiveNode): boolean =>
  /^WX-(?:BUTTON|INPUT|TEXTAREA|SWITCH)$/.test(element.tagName) ||
  Boolean(element.__wxElement?._$eventTarget?.listeners.tap)

/** For a person who looks at the picture; the rules are checked with a white frame. */
function holdFrame(source: HTMLVideoElement | HTMLCanvasElement, twin: Element): void {
  const isVideo = source instanceof HTMLVideoElement
  const [width, height] = isVideo ? [source.videoWidth, source.videoHeight] : [source.width, source.height]
  twin.removeAttribute('src')
  if (width === 0 || height === 0) return
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.drawImage(source, 0, 0)
  const frame = `background: url(${canvas.toDataURL('image/jpeg', 0.8)}) center / cover`
  twin.setAttribute('style', `${source.getAttribute('style') ?? ''};${frame}`)
}
