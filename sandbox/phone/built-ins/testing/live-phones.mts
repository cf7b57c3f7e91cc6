import type { Page } from 'playwright-core'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { type MediaHandle, startMedia } from '../../../media/media.ts'
import { systemClock } from '../../../part.ts'
import { createRequestGuard } from '../../../web/request-guard.ts'
import type { PlayerMark } from '../../link/link.ts'
import {
  answerDialog,
  type FixturePhone,
  heard,
  setData,
  startFixturePhone,
} from '../../wx/testing/fixture-phone.mts'

/** expose.ts in the page. */
declare const underTest: {
  readonly wx: Record<string, (...args: unknown[]) => Record<string, (options: object) => unknown>>
}

/** The anchor's phone with a live-pusher, and a viewer's with a live-player; the media servers between them. */
export interface LivePhones {
  readonly media: MediaHandle
  readonly fixture: FixturePhone
  readonly anchor: Page
  readonly viewer: Page
  readonly anchorID: string
  readonly viewerID: string
  /** Both permissions are given and the picture is on the viewer's screen. */
  goOnAir(streamID: string): Promise<void>
  /** Resolves when the viewer sees a frame that was filmed after this call. */
  freshPicture(): Promise<void>
  marks(phoneID: string): Promise<readonly PlayerMark[]>
  stop(): Promise<void>
}

export const LIVE_PAGE = '/pages/live/live'

export async function startLivePhones(): Promise<LivePhones> {
  const guard = createRequestGuard((origin) => /^http:\/\/p\d+\.localhost:\d+$/.test(origin))
  const media = await startMedia({ clock: systemClock, log: () => undefined, dataDir: '', guard })
  const fixture = await startFixturePhone({ flvUrl: media.flvUrl, pushUrl: media.pushUrl })
  const anchor = await fixture.open(LIVE_PAGE)
  const viewer = await fixture.open(LIVE_PAGE, '林间小鹿')
  const [anchorID = '', viewerID = ''] = fixture.phone.phones.list().map(({ id }) => id)
  await setData(viewer, { pusher: false })
  const marks = async (phoneID: string) =>
    (await fixture.phone.phones.request(phoneID, 'media.marks', {})).players
  const freshPicture = async () => {
    const sinceMs = Date.now()
    await waitFor(async () => (await marks(viewerID)).some(({ markMs }) => Number(markMs) > sinceMs), {
      what: 'a fresh picture on the viewer’s phone',
      timeoutMs: 30_000,
    })
  }
  return {
    media,
    fixture,
    anchor,
    viewer,
    anchorID,
    viewerID,
    marks,
    freshPicture,
    async goOnAir(streamID) {
      const url = `rtmp://${media.rtmpHost}/live/${streamID}`
      await setData(anchor, { url })
      const started = operate(anchor, 'Pusher', 'start')
      await answerDialog(anchor, 'permission', 'confirm')
      await answerDialog(anchor, 'permission', 'confirm')
      await started
      await waitForCode(anchor, 'pusher', 1002)
      await setData(viewer, { src: url })
      await freshPicture()
    },
    async stop() {
      await fixture.stop()
      await media.stop()
    },
  }
}

/** Calls a method of a live context in the page: what success or fail gets. */
export const operate = (page: Page, kind: 'Pusher' | 'Player', method: string, options: object = {}) =>
  page.evaluate(
    ([name, verb, given]) =>
      new Promise<Record<string, unknown>>((resolve) => {
        const context = underTest.wx[name]?.('player')
        const returned = context?.[verb]?.({ ...given, complete: resolve })
        if (returned !== undefined) resolve({ errMsg: 'a Promise came back' })
      }),
    [`createLive${kind}Context`, method, options] as const,
  )

/** State codes of a component, oldest first. */
export const codesOf = async (page: Page, id: string): Promise<unknown[]> =>
  (await heard(page)).filter((e) => e.type === 'statechange' && e.id === id).map((e) => e.detail.code)

/** Waits for a code among those that came after the first `after` ones. */
export const waitForCode = (page: Page, id: string, code: number, after = 0) =>
  waitFor(async () => (await codesOf(page, id)).slice(after).includes(code), {
    what: `code ${code} of ${id}`,
    timeoutMs: 30_000,
  })
