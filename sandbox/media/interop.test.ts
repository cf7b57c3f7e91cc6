import assert from 'node:assert/strict'
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CleanUp, useCleanUp } from '../../test/support/clean-up.ts'
import { testWithFfmpeg } from '../../test/support/needs-ffmpeg.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { AUDIO, type FlvTag, isAacConfig, isAvcConfig, isKeyFrame, SCRIPT, VIDEO } from './flv/flv.ts'
import { aPublisher, aReader, sampleTag, sendHeaders, useMedia } from './testing/use-media.ts'

const cleanUp = useCleanUp()

// A client and a server by one hand prove little to each other: here both meet somebody else's.

/** The other server wants its ports told; these were free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })

async function useNodeMediaServer(cleanUp: CleanUp) {
  const [rtmpPort, httpPort] = [await freePort(), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'node-media-server-'))
  const program = fileURLToPath(new URL('testing/node-media-server.mjs', import.meta.url))
  const child = fork(program, [String(rtmpPort), String(httpPort), folder], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  cleanUp(async () => {
    if (child.exitCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  })
  await waitFor(async () => (await answers(rtmpPort)) && (await answers(httpPort)), {
    what: 'node-media-server listening',
  })
  return {
    rtmpUrl: `rtmp://127.0.0.1:${rtmpPort}/live/s1`,
    flvUrl: `ws://127.0.0.1:${httpPort}/live/s1.flv`,
    relayTo: (url: string) => child.send({ streamPath: '/live/s1', url }),
  }
}

const media = (tags: readonly FlvTag[]) =>
  tags
    .filter(({ type }) => type !== SCRIPT)
    .map(({ type, timeMs, body }) => ({ type, timeMs, body: [...body] }))

test('our RTMP client publishes to node-media-server, which plays back what was sent', async () => {
  const other = await useNodeMediaServer(cleanUp)
  const publisher = await aPublisher(cleanUp, other.rtmpUrl)
  const sent = [
    sampleTag.avcConfig(),
    sampleTag.aacConfig(),
    sampleTag.key(0, 9_000),
    sampleTag.sound(20),
    sampleTag.inter(66),
  ]
  publisher.send(sampleTag.metadata())
  for (const tag of sent) publisher.send(tag)
  const reader = aReader(cleanUp, other.flvUrl)
  await waitFor(() => media(reader.tags).length >= sent.length, { what: 'the tags from the other server' })
  const byTypeAndTime = (a: { type: number; timeMs: number }, b: { type: number; timeMs: number }) =>
    a.type - b.type || a.timeMs - b.timeMs
  // Configurations come in the other server's order.
  expect(media(reader.tags).sort(byTypeAndTime)).toStrictEqual(media(sent).sort(byTypeAndTime))
})

test('node-media-server as an RTMP client publishes to our server', async () => {
  const [other, own] = [await useNodeMediaServer(cleanUp), await useMedia(cleanUp)]
  const publisher = await aPublisher(cleanUp, other.rtmpUrl)
  sendHeaders(publisher)
  publisher.send(sampleTag.key(0, 9_000))
  other.relayTo(`rtmp://${own.rtmpHost}/live/relayed`)
  await waitFor(() => own.streams().some(({ publishing }) => publishing), { what: 'the relayed stream' })
  const reader = aReader(cleanUp, `${own.flvUrl}/live/relayed.flv`)
  publisher.send(sampleTag.key(1_000, 9_000))
  let timeMs = 1_000
  await waitFor(
    () => {
      publisher.send(sampleTag.inter(timeMs))
      timeMs += 66
      return reader.tags.some(({ type, body }) => type === VIDEO && !isKeyFrame(body) && body.length === 32)
    },
    { what: 'frames through both servers' },
  )
  const bodies = reader.tags.map(({ body }) => body)
  assert.ok(bodies.some(isAvcConfig) && bodies.some(isAacConfig))
  expect(reader.tags.some(({ body }) => isKeyFrame(body) && body.length === 9_000)).toBe(true)
})

testWithFfmpeg('ffmpeg publishes H.264 and AAC to our server', async () => {
  const own = await useMedia(cleanUp)
  const input = '-re -f lavfi -i testsrc2=size=360x640:rate=15 -f lavfi -i sine=frequency=440'
  const encode = '-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p -c:a aac -t 20'
  const target = `rtmp://${own.rtmpHost}/live/outside`
  const ffmpeg = spawn('ffmpeg', [...`${input} ${encode} -f flv`.split(' '), target], { stdio: 'ignore' })
  cleanUp(() => ffmpeg.kill('SIGKILL'))
  await waitFor(() => own.streams()[0]?.publishing, { what: 'ffmpeg on the air' })
  const reader = aReader(cleanUp, `${own.flvUrl}/live/outside.flv`)
  const count = (wanted: number) => reader.tags.filter(({ type }) => type === wanted).length
  await waitFor(() => count(VIDEO) > 20 && count(AUDIO) > 20, {
    what: 'picture and sound',
    timeoutMs: 15_000,
  })
  expect(reader.tags.some(({ body }) => isAvcConfig(body))).toBe(true)
  const died = performance.now()
  ffmpeg.kill('SIGKILL')
  await waitFor(() => reader.closed() !== null, { what: 'the end at the reader', timeoutMs: 2_000 })
  expect(performance.now() - died).toBeLessThan(2_000)
})
