import type { Page } from 'playwright-core'
import { waitFor } from '../support/wait-for.ts'
import type { LayoutProbe } from './layout-probe.ts'
import { longestBlank, type ShownFrame } from './longest-blank.ts'

/** Width of the recording: enough to tell something from nothing. */
const FRAME_WIDTH = 160
/** Lower edge of the capsule's line, px of the screen: what is above is WeChat's. */
const CAPSULE_LINE = 91

/** Records the screen while `open` runs; answers the longest time for which it was empty, ms. */
export async function blankTimeWhile(
  phone: Page,
  probe: LayoutProbe,
  open: () => Promise<unknown>,
): Promise<number> {
  const { width, height } = phone.viewportSize() ?? { width: 390, height: 844 }
  const recorded: { atMs: number; picture: string }[] = []
  const session = await phone.context().newCDPSession(phone)
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    recorded.push({ atMs: (metadata.timestamp ?? Date.now() / 1000) * 1000, picture: data })
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {})
  })
  const maxHeight = Math.round((FRAME_WIDTH * height) / width)
  await session.send('Page.startScreencast', { format: 'png', maxWidth: FRAME_WIDTH, maxHeight })
  try {
    await waitFor(() => recorded.length > 0, { what: 'a first frame of the phone' })
    await open()
    // What the page draws now is on the screen two frames later.
    await phone.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
  } finally {
    await session.send('Page.stopScreencast')
    await session.detach()
  }
  const endMs = Date.now()
  const drawn = await probe.drawnShares(
    recorded.map(({ picture }) => picture),
    (CAPSULE_LINE * FRAME_WIDTH) / width,
  )
  const frames: ShownFrame[] = recorded.map(({ atMs }, at) => ({ atMs, drawn: drawn[at] ?? 0 }))
  return longestBlank(frames, endMs)
}
