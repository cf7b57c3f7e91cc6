import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useCleanUp } from '../test/support/clean-up.ts'
import { waitFor } from '../test/support/wait-for.ts'
import type { MediaHandle } from './media/media.ts'
import { parseRtmpUrl, publishRtmp } from './media/rtmp/rtmp-client.ts'
import { inOrder } from './part-runner.ts'
import { PARTS } from './parts.ts'
import { openProject } from './project/project.ts'
import { startSandbox } from './sandbox.ts'
import { aSmallShop } from './testing/shop-project.ts'

const cleanUp = useCleanUp()

test('every part has its place, after those that it needs', () => {
  expect(inOrder(PARTS).map(({ name }) => name)).toHaveLength(PARTS.length)
})

/** The real table, with a ZEGO that starts only when it is let, and the media part as soon as it is there. */
function slowZego(ready: Promise<void>) {
  let mediaStarted: (media: MediaHandle) => void = () => {}
  const media = new Promise<MediaHandle>((resolve) => {
    mediaStarted = resolve
  })
  const table = PARTS.map((part): (typeof PARTS)[number] => {
    if (part.name === 'media')
      return {
        ...part,
        async start(...args) {
          const handle = (await part.start(...args)) as MediaHandle
          mediaStarted(handle)
          return handle
        },
      }
    if (part.name === 'zego')
      return {
        ...part,
        async start(...args) {
          await ready
          return part.start(...args)
        },
      }
    return part
  })
  return { table, media }
}

/** Starts a shop whose ZEGO waits for the answer of `letIn`, and pushes a stream meanwhile. */
async function pushWhileZegoStarts() {
  const gate: { open: () => void; fail: (error: Error) => void } = { open: () => {}, fail: () => {} }
  const ready = new Promise<void>((resolve, reject) => {
    gate.open = resolve
    gate.fail = reject
  })
  const { table, media } = slowZego(ready)
  const shop = aSmallShop()
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-parts-'))
  const thrown: unknown[] = []
  const keep = (error: unknown) => void thrown.push(error)
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, keep)
  const starting = startSandbox({ project: openProject(shop.root), dataDir, log: () => {} }, table)
  cleanUp(async () => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.off(event, keep)
    await starting.then(
      (sandbox) => sandbox.stop(),
      () => undefined,
    )
    rmSync(dataDir, { recursive: true, force: true })
    shop.remove()
  })
  const { rtmpHost, streams } = await media
  const target = parseRtmpUrl(`rtmp://${rtmpHost}/live/early?zgdid=1`)
  if (!target) throw new Error('no address')
  let settled = false
  const pushing = publishRtmp(target).finally(() => {
    settled = true
  })
  pushing.catch(() => {})
  await waitFor(() => streams().length === 1, { what: 'the publisher at the media server' })
  return { gate, starting, pushing, settled: () => settled, streams, thrown }
}

test('a publisher that comes while ZEGO is starting waits, and is then admitted or refused by it', async () => {
  const { gate, starting, pushing, settled, streams, thrown } = await pushWhileZegoStarts()
  expect([settled(), streams()[0]?.publishing]).toStrictEqual([false, false])
  gate.open()
  await starting
  await expect(pushing).rejects.toThrow(/Unauthorized/)
  expect(thrown).toStrictEqual([])
})

test('a publisher that waits for a ZEGO that does not start is turned away with the rest', async () => {
  const { gate, starting, pushing, thrown } = await pushWhileZegoStarts()
  gate.fail(new Error('no ZEGO today'))
  await expect(starting).rejects.toThrow('no ZEGO today')
  await expect(pushing).rejects.toThrow()
  expect(thrown).toStrictEqual([])
})
