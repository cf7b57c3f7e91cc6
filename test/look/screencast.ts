import type { Page } from 'playwright-core'
import { waitFor } from '../support/wait-for.ts'
import type { LightTable } from './layout-probe.ts'
import { longestBlank, type ShownFrame } from './longest-blank.ts'

/** Filmed in this width: enough to tell something from nothing. */
const FILM_WIDTH = 160
/** Lower edge of the capsule's line, px of the glass: what is above is WeChat's. */
const CAPSULE_LINE = 91

/** Films the glass while `open` runs and tells the longest time that nothing was on it, ms. */
export async function blankWhile(
  phone: Page,
  table: LightTable,
  open: () => Promise<unknown>,
): Promise<number> {
  const { width, height } = phone.viewportSize() ?? { width: 390, height: 844 }
  const film: { atMs: number; picture: string }[] = []
  const camera = await phone.context().newCDPSession(phone)
  camera.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    film.push({ atMs: (metadata.timestamp ?? Date.now() / 1000) * 1000, picture: data })
    camera.send('Page.screencastFrameAck', { sessionId }).catch(() => {})
  })
  const maxHeight = Math.round((FILM_WIDTH * height) / width)
  await camera.send('Page.startScreencast', { format: 'png', maxWidth: FILM_WIDTH, maxHeight })
  try {
    await waitFor(() => film.length > 0, { what: 'a first frame of the phone' })
    await open()
    // What the page says by now is on the glass two frames later.
    await phone.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
  } finally {
    await camera.send('Page.stopScreencast')
    await camera.detach()
  }
  const endMs = Date.now()
  const drawn = await table.drawnShares(
    film.map(({ picture }) => picture),
    (CAPSULE_LINE * FILM_WIDTH) / width,
  )
  const frames: ShownFrame[] = film.map(({ atMs }, at) => ({ atMs, drawn: drawn[at] ?? 0 }))
  return longestBlank(frames, endMs)
}
