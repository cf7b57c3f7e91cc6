import { request } from 'node:http'
import { WebSocket } from 'ws'
import { useCleanUp } from '../../../test/support/clean-up.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { encodeTag, type FlvTag, flvHeader } from '../flv/flv.ts'
import { CLOSE } from '../socket-protocol.ts'
import { aReader, OWN_ORIGIN, sampleTag, useMedia } from '../testing/use-media.ts'

const cleanUp = useCleanUp()

const wire = ({ type, timeMs, body }: FlvTag) => encodeTag(type, timeMs, body)

function openBridge(pushUrl: string, target: string) {
  const socket = new WebSocket(`${pushUrl}?target=${encodeURIComponent(target)}`, { origin: OWN_ORIGIN })
  const said: string[] = []
  let closeCode: number | null = null
  socket.on('message', (text) => said.push(String(text)))
  socket.on('close', (code) => {
    closeCode = code
  })
  return { socket, said, closed: () => closeCode }
}

test('FLV bytes of a page come out as RTMP and reach a player', async () => {
  const media = await useMedia(cleanUp)
  const page = openBridge(media.pushUrl, `rtmp://${media.rtmpHost}/live/s1?a=b`)
  await waitFor(() => page.said.includes('publishing'), { what: 'the bridge publishing' })
  expect(page.said).toStrictEqual(['connected', 'publishing'])
  page.socket.send(flvHeader({ audio: true, video: true }))
  for (const tag of [sampleTag.metadata(), sampleTag.avcConfig(), sampleTag.aacConfig(), sampleTag.key(40)]) {
    page.socket.send(wire(tag))
  }
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.tags.length === 4, { what: 'the four tags' })
  expect(reader.tags[3]).toStrictEqual(sampleTag.key(40))
  page.socket.terminate()
  await waitFor(() => reader.closed() === CLOSE.ended, {
    what: 'the end when the page dies',
    timeoutMs: 2_000,
  })
  expect(media.streams()).toStrictEqual([])
})

test('a name that is live already comes back as "closed by the server"', async () => {
  const media = await useMedia(cleanUp)
  const target = `rtmp://${media.rtmpHost}/live/s1`
  const first = openBridge(media.pushUrl, target)
  await waitFor(() => first.said.includes('publishing'), { what: 'the first one publishing' })
  const second = openBridge(media.pushUrl, target)
  await waitFor(() => second.closed() === CLOSE.serverClosed, { what: 'the second one closed' })
  expect(first.closed()).toBeNull()
})

for (const target of [
  'rtmp://192.0.2.1/live/x',
  'rtmp://127.0.0.1:1/live/x',
  'rtmp://localhost/live/x',
  'http://127.0.0.1/live/x',
  '',
]) {
  test(`the bridge does not dial ${target || 'nothing'}`, async () => {
    const media = await useMedia(cleanUp)
    const page = openBridge(media.pushUrl, target)
    await waitFor(() => page.closed() === CLOSE.foreignTarget, { what: 'the refusal' })
  })
}

test('bytes that are not FLV close the bridge and the stream behind it', async () => {
  const media = await useMedia(cleanUp)
  const page = openBridge(media.pushUrl, `rtmp://${media.rtmpHost}/live/s1`)
  await waitFor(() => page.said.includes('publishing'), { what: 'the bridge publishing' })
  page.socket.send(Buffer.from('GIF89a'))
  await waitFor(() => page.closed() === CLOSE.malformed, { what: 'the refusal' })
  await waitFor(() => media.streams().length === 0, { what: 'the name free' })
})

const ENDPOINTS = ['/push?target=x', '/live/x.flv'] as const
const FOREIGN = [
  ['a page of another origin', { origin: 'https://evil.example' }],
  ['a name that rebinds to loopback', { host: 'evil.example:80' }],
] as const

for (const endpoint of ENDPOINTS) {
  for (const [who, headers] of FOREIGN) {
    test(`${endpoint} refuses ${who}`, async () => {
      const media = await useMedia(cleanUp)
      const socket = new WebSocket(`ws://127.0.0.1:${media.flvPort}${endpoint}`, { headers })
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
        socket.on('error', () => {})
        socket.on('open', () => resolve('open'))
      })
      socket.terminate()
      expect(status).toBe(403)
    })
  }
}

test('plain HTTP on the port answers 404 to us and 403 to a foreign Host', async () => {
  const media = await useMedia(cleanUp)
  const ask = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port: media.flvPort, host: '127.0.0.1', path: '/live/x.flv', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  expect(await ask({})).toBe(404)
  expect(await ask({ host: 'evil.example' })).toBe(403)
})
