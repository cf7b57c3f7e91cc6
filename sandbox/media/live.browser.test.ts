import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { Page } from 'playwright-core'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { testWithFfmpeg } from '../../test/support/needs-ffmpeg.ts'
import { useFixture } from '../../test/support/use-fixture.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import type { MediaHandle } from './media.ts'
import { useLiveBrowser } from './testing/live-browser.ts'
import { useMedia } from './testing/use-media.ts'

const cleanUp = useCleanUp(afterAll)
const cleanUpTest = useCleanUp()

// The page side in a real browser. It is slow to open, so one browser serves the whole story.

interface Seen {
  readonly atMs: number
  readonly event: string
  readonly detail: {
    readonly code?: number
    readonly info?: Record<string, number>
    readonly errMsg?: string
  }
}

const RETRY_MS = 300

const PAGE_ANSWER_MS = 15_000

/**
 * Functions are handed over as text: the Node program knows no `window`. An evaluation has no limit of its own, so a
 * page that is too busy to answer would hold the test for ever.
 */
async function run<T>(page: Page, script: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`the page did not answer within ${PAGE_ANSWER_MS} ms: ${script}`)
    timer = setTimeout(() => reject(error), PAGE_ANSWER_MS)
  })
  try {
    return await Promise.race([page.evaluate<T>(script), late])
  } finally {
    clearTimeout(timer)
  }
}
const json = JSON.stringify
const startPusher = (page: Page, media: MediaHandle, url: string, options: object) =>
  run(
    page,
    `live.openPusher(${json(media.pushUrl)}, ${json(options)}, ${RETRY_MS}); live.pusher.start(${json(url)})`,
  )
const startPlayer = (page: Page, media: MediaHandle, url: string) =>
  run(page, `live.openPlayer(${json(media.flvUrl)}, ${RETRY_MS}); live.player.play(${json(url)})`)
const eventsOf = (page: Page) => run<Seen[]>(page, 'live.events')
/** 1101 comes when frames are dropped: on a busy machine at any time, so no story counts it. */
const UPLINK_POOR = 1101
const codesOf = async (page: Page) =>
  (await eventsOf(page)).flatMap(({ detail: { code } }) =>
    code === undefined || code === UPLINK_POOR ? [] : [code],
  )
const forget = (page: Page) => run(page, 'live.events.length = 0')
const waitForCode = (page: Page, code: number, what: string) =>
  waitFor(async () => (await codesOf(page)).includes(code), { what, timeoutMs: 15_000 })
const lastStatus = async (page: Page) =>
  (await eventsOf(page)).findLast(({ event }) => event === 'netstatus')?.detail.info
const freshMark = (page: Page, sinceMs: number) =>
  waitFor(
    async () => {
      const mark = await run<{ markMs: number; atMs: number } | null>(page, 'live.mark()')
      return mark && mark.markMs >= sinceMs ? mark : null
    },
    { what: 'a fresh time mark in the player', timeoutMs: 15_000 },
  )

/** Mean colour of the lower half of what the player shows, 0–255 each. */
const colourOf = (page: Page) =>
  run<{ red: number; green: number; blue: number }>(
    page,
    `(() => {
      const painter = new OffscreenCanvas(36, 32).getContext('2d', { willReadFrequently: true })
      const video = document.querySelector('video')
      painter.drawImage(video, 0, video.videoHeight / 2, video.videoWidth, video.videoHeight / 2, 0, 0, 36, 32)
      const { data } = painter.getImageData(0, 0, 36, 32)
      const mean = (channel) => data.filter((_, at) => at % 4 === channel).reduce((a, b) => a + b, 0) / (36 * 32)
      return { red: mean(0), green: mean(1), blue: mean(2) }
    })()`,
  )

describe('the anchor’s picture reaches the viewer’s screen, ends with the anchor, and comes back', () => {
  const browser = useFixture(() => useLiveBrowser(cleanUp))
  const media = useFixture(() => useMedia(cleanUp, {}, browser.ownOrigin))
  const anchor = useFixture(() => browser.open('p1'))
  const viewer = useFixture(() => browser.open('p2'))
  const streamUrl = () => `rtmp://${media.rtmpHost}/live/s1?sign=x`

  test('a viewer who comes too early is retried three times, then told to start again', async () => {
    await startPlayer(viewer, media, streamUrl())
    await waitForCode(viewer, -2301, 'the player giving up')
    expect(await codesOf(viewer)).toStrictEqual([2001, 2103, 2001, 2103, 2001, 2103, 2001, -2301])
  })

  test('publishing tells the healthy codes in order', async () => {
    await startPusher(anchor, media, streamUrl(), { scene: 'marked', maxBitrate: 800 })
    await waitForCode(anchor, 1009, 'the first frame sent')
    expect(await codesOf(anchor)).toStrictEqual([1003, 1001, 1002, 1008, 1007, 1009])
  })

  test('a picture made after this moment is read from the viewer’s pixels', async () => {
    await forget(viewer)
    const askedAt = Date.now()
    await run(viewer, `live.player.play(${json(streamUrl())})`)
    const mark = await freshMark(viewer, askedAt)
    console.log(`glass to glass ${mark.atMs - mark.markMs} ms`)
    assert.ok(mark.atMs - mark.markMs < 3_000, `the picture is ${mark.atMs - mark.markMs} ms old`)
    expect((await codesOf(viewer)).slice(0, 6)).toStrictEqual([2001, 2002, 2008, 2009, 2003, 2004])
    await waitFor(() => run<number>(viewer, `document.querySelector('video').webkitAudioDecodedByteCount`), {
      what: 'sound decoded',
    })
  })

  test('the picture moves', async () => {
    const first = await freshMark(viewer, 0)
    await freshMark(viewer, first.markMs + 1)
  })

  test('netstatus says what is really sent and shown', async () => {
    const pushed = await waitFor(
      async () => {
        const status = await lastStatus(anchor)
        return status?.videoGOP && Number(status.videoFPS) >= 8 ? status : null
      },
      { what: 'a netstatus of a whole second', timeoutMs: 15_000 },
    )
    expect(`${pushed.videoWidth}x${pushed.videoHeight}`).toBe('360x640')
    expect(pushed.videoGOP).toBe(1)
    assert.ok(Number(pushed.videoFPS) <= 17, `fps ${pushed.videoFPS}`)
    assert.ok(Number(pushed.videoBitrate) > 50 && Number(pushed.videoBitrate) < 1_200)
    expect(Number(pushed.audioBitrate)).toBeGreaterThan(0)
    const shown = await waitFor(() => lastStatus(viewer), { what: 'netstatus of the player' })
    expect(`${shown.videoWidth}x${shown.videoHeight}`).toBe('360x640')
    expect(Number(shown.videoBitrate)).toBeGreaterThan(50)
  })

  test('a second anchor on the live name is refused, the first goes on', async () => {
    const second = await browser.open('p3')
    await startPusher(second, media, streamUrl(), { scene: 'demo' })
    await waitForCode(second, -1307, 'the second pusher giving up')
    const tries = [1001, 3004]
    expect(await codesOf(second)).toStrictEqual([
      1003,
      ...tries,
      1102,
      ...tries,
      1102,
      ...tries,
      1102,
      ...tries,
      -1307,
    ])
    await second.close()
    await freshMark(viewer, Date.now())
  })

  test('a phone that is not in sight tells its first frame too', async () => {
    const hidden = await browser.open('p4')
    // Browsers stop frame callbacks there; a headless one has to be told.
    await run(hidden, 'HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0; undefined')
    await startPlayer(hidden, media, streamUrl())
    await waitForCode(hidden, 2004, 'the picture')
    expect(await codesOf(hidden)).toStrictEqual([2001, 2002, 2008, 2009, 2003, 2004])
    await hidden.close()
  })

  test('when the server throws the anchor out, both come back by themselves', async () => {
    await Promise.all([forget(anchor), forget(viewer)])
    const thrownAt = Date.now()
    media.kill('s1')
    await waitForCode(anchor, 1009, 'the anchor on the air again')
    await waitForCode(viewer, 2003, 'the viewer’s picture again')
    await freshMark(viewer, thrownAt + RETRY_MS)
    expect((await codesOf(anchor)).slice(0, 3)).toStrictEqual([3004, 1102, 1001])
    expect((await codesOf(viewer))[0]).toBe(2103)
  })

  test('a server that restarts on its ports heals by itself on both sides', async () => {
    await Promise.all([forget(anchor), forget(viewer)])
    await inject(media, 'media.restart', { downMs: 100 })
    const backAt = Date.now()
    await waitForCode(anchor, 1009, 'the anchor on the air again')
    await freshMark(viewer, backAt)
    expect(await codesOf(viewer)).toContain(2103)
  })

  test('a frozen stream closes nobody, and goes on where the anchor is', async () => {
    await Promise.all([forget(anchor), forget(viewer)])
    const thaw = await inject(media, 'media.freeze', { streamID: 's1' })
    await waitForCode(viewer, 2105, 'the stutter')
    await thaw()
    await freshMark(viewer, Date.now())
    expect(await codesOf(anchor)).toStrictEqual([])
    assert.ok(!(await codesOf(viewer)).includes(2103), 'nobody had to connect again')
  })

  test('an anchor whose frames stop keeps the connection, and goes on afterwards', async () => {
    await forget(anchor)
    await run(anchor, 'live.pusher.freeze(true)')
    const frozenAt = Date.now()
    await waitFor(() => media.streams()[0]?.kbps === 0, { what: 'nothing sent', timeoutMs: 6_000 })
    expect(media.streams()[0]?.publishing).toBe(true)
    await run(anchor, 'live.pusher.freeze(false)')
    await freshMark(viewer, frozenAt + 1_000)
    expect(await codesOf(anchor)).toStrictEqual([])
  })

  test('lost camera, lost microphone and a phone call are told by their codes', async () => {
    await forget(anchor)
    await run(anchor, 'live.pusher.loseCamera(true); live.pusher.loseMicrophone(true)')
    await run(anchor, 'live.pusher.loseCamera(false); live.pusher.loseMicrophone(false)')
    await run(anchor, 'live.pusher.interrupt(true); live.pusher.interrupt(false)')
    expect(await codesOf(anchor)).toStrictEqual([-1301, -1302, 1003, 2027, 5001])
    await freshMark(viewer, Date.now())
  })

  test('the torch is beside the back camera, looks change the picture and not the mark', async () => {
    expect(await run(anchor, 'live.pusher.toggleTorch()')).toBe(false)
    await run(anchor, "live.pusher.update({ devicePosition: 'back' })")
    await freshMark(viewer, Date.now())
    const plain = await colourOf(viewer)
    expect(await run(anchor, 'live.pusher.toggleTorch()')).toBe(true)
    await freshMark(viewer, Date.now())
    const lit = await colourOf(viewer)
    assert.ok(lit.green > plain.green * 1.1, `${json(plain)} became ${json(lit)}`)
    await run(anchor, "live.pusher.update({ look: { softness: 1, whiteness: 1, filter: 'cerisered' } })")
    await freshMark(viewer, Date.now())
    const cherry = await colourOf(viewer)
    assert.ok(cherry.blue / cherry.red < (lit.blue / lit.red) * 0.9, `${json(lit)} became ${json(cherry)}`)
    await run(
      anchor,
      "live.pusher.update({ devicePosition: 'front', look: { softness: 0, whiteness: 0, filter: '' } })",
    )
    await freshMark(viewer, Date.now())
  })

  test('loudness is told while on the air', async () => {
    const volume = await waitFor(
      async () => (await eventsOf(anchor)).find(({ event }) => event === 'audiovolumenotify'),
      { what: 'audiovolumenotify' },
    )
    expect(Number((volume.detail as { volume?: number }).volume)).toBeGreaterThanOrEqual(0)
  })

  test('in the background the waiting-image is pushed; one that is missing is told', async () => {
    const png =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
    await run(anchor, `live.pusher.update({ waitingImage: ${json(png)} })`)
    await run(anchor, 'live.pusher.enterBackground()')
    // one red pixel, stretched over the frame
    await waitFor(
      () =>
        run<boolean>(
          viewer,
          `(() => { const c = new OffscreenCanvas(1, 1).getContext('2d'); const v = document.querySelector('video')
            c.drawImage(v, 100, 400, 1, 1, 0, 0, 1, 1); const [r, g] = c.getImageData(0, 0, 1, 1).data
            return r > 180 && g < 80 })()`,
        ),
      { what: 'the waiting-image on the viewer’s screen', timeoutMs: 15_000 },
    )
    await run(anchor, 'live.pusher.leaveBackground()')
    await forget(anchor)
    await run(anchor, "live.pusher.update({ waitingImage: '/missing.png' })")
    await run(anchor, 'live.pusher.enterBackground()')
    await waitForCode(anchor, 10004, 'the missing waiting-image')
    await run(anchor, "live.pusher.leaveBackground(); live.pusher.update({ waitingImage: '' })")
    await freshMark(viewer, Date.now())
  })

  test('paused and in the background the picture stands still but the stream lives', async () => {
    await forget(anchor)
    await run(anchor, 'live.pusher.enterBackground()')
    expect(await codesOf(anchor)).toStrictEqual([5000])
    const stillFrames = `(() => {
      const last = live.marks.slice(-15)
      return last.length === 15 && last.every((mark) => mark !== null && mark.markMs === last[0].markMs)
    })()`
    await waitFor(() => run<boolean>(viewer, stillFrames), {
      what: 'fifteen shown frames of one and the same moment',
      timeoutMs: 15_000,
    })
    await run(anchor, 'live.pusher.leaveBackground()')
    await freshMark(viewer, Date.now())
  })

  test('a viewer in the background fetches nothing and sees the live picture on return', async () => {
    await run(viewer, 'live.events.length = 0; live.player.enterBackground()')
    expect(await codesOf(viewer)).toStrictEqual([6000])
    await waitFor(() => media.streams()[0]?.readers === 0, { what: 'nobody reading' })
    await run(viewer, 'live.player.leaveBackground()')
    await freshMark(viewer, Date.now())
  })

  test('when the anchor stops, the name is free and the viewer’s player gives up', async () => {
    await forget(viewer)
    await run(anchor, 'live.pusher.stop()')
    await waitFor(() => media.streams().length === 0, { what: 'the name free', timeoutMs: 5_000 })
    await waitForCode(viewer, -2301, 'the player giving up')
  })

  testWithFfmpeg('an outside encoder that sends no sound is seen all the same', async () => {
    await forget(viewer)
    const outside = `rtmp://${media.rtmpHost}/live/outside`
    const options =
      '-re -f lavfi -i testsrc2=size=360x640:rate=15 -c:v libx264 -preset ultrafast -tune zerolatency'
    const ffmpeg = spawn(
      'ffmpeg',
      [...`${options} -g 15 -pix_fmt yuv420p -t 30 -f flv`.split(' '), outside],
      {
        stdio: 'ignore',
      },
    )
    cleanUpTest(() => ffmpeg.kill('SIGKILL'))
    await waitFor(() => media.streams()[0]?.publishing, { what: 'ffmpeg on the air' })
    await run(viewer, `live.player.play(${json(outside)})`)
    await waitForCode(viewer, 2004, 'the outside picture')
    await waitFor(() => run<boolean>(viewer, `document.querySelector('video').currentTime > 1`), {
      what: 'the outside picture moving',
    })
    await run(viewer, 'live.player.stop()')
  })

  test('the machine’s camera and microphone are sent too, muted as silence', async () => {
    await run(anchor, 'live.pusher.destroy()')
    await forget(anchor)
    await startPusher(anchor, media, streamUrl(), { scene: 'camera', muted: true })
    await waitForCode(anchor, 1009, 'the camera on the air')
    expect(await codesOf(anchor)).toStrictEqual([1003, 2027, 1001, 1002, 1008, 1007, 1009])
    expect(await run(anchor, 'live.pusher.sceneInUse')).toBe('camera')
    const shot = await run<{ size: number; width: number }>(
      anchor,
      'live.pusher.snapshot().then(({ blob, width }) => ({ size: blob.size, width }))',
    )
    assert.ok(shot.size > 1_000 && shot.width === 360)
    const status = await waitFor(() => lastStatus(anchor), { what: 'netstatus' })
    assert.ok(Number(status.audioBitrate) > 0, 'silence is sent, not nothing')
    await run(anchor, 'live.pusher.destroy()')
  })

  test('a browser without H.264 is told so', async () => {
    // destroy() does not wait for the server to notice
    await waitFor(() => media.streams().length === 0, { what: 'the camera off the air' })
    await forget(anchor)
    await run(anchor, 'delete window.VideoEncoder')
    await startPusher(anchor, media, streamUrl(), { scene: 'demo' })
    await waitForCode(anchor, -1303, 'the refusal')
    const refusal = (await eventsOf(anchor)).find(({ event }) => event === 'error')
    expect(String(refusal?.detail.errMsg)).toMatch(/WebCodecs/)
    await waitFor(() => media.streams().length === 0, { what: 'nothing on the air' })
  })
})
