import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import { isKeyFrame, SCRIPT, VIDEO } from './flv/flv.ts'
import type { PublishRequest } from './media.ts'
import { decodeAmf } from './rtmp/amf0.ts'
import { RtmpClientError } from './rtmp/rtmp-client.ts'
import { CLOSE } from './socket-protocol.ts'
import { aPublisher, aReader, sampleTag, sendHeaders, useMedia } from './testing/use-media.ts'

const cleanUp = useCleanUp()

const refusedWith = (status: string) => (error: unknown) =>
  error instanceof RtmpClientError && error.code === 'REFUSED' && error.message === status

test('a joiner gets headers, configurations and everything since the last key frame', async () => {
  const media = await useMedia(cleanUp)
  const publisher = await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s1?token=x`)
  sendHeaders(publisher)
  for (const tag of [sampleTag.key(0), sampleTag.inter(66)]) publisher.send(tag)
  for (const tag of [sampleTag.key(1_000), sampleTag.sound(1_010), sampleTag.inter(1_066)]) {
    publisher.send(tag)
  }
  await waitFor(() => media.streams()[0]?.publishing, { what: 'the stream on the air' })
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.tags.length >= 6, { what: 'headers and pictures' })
  expect(reader.flags()).toBe(5)
  expect(reader.tags.map(({ type, timeMs }) => [type, timeMs])).toStrictEqual([
    [SCRIPT, 0],
    [VIDEO, 0],
    [8, 0],
    [VIDEO, 1_000],
    [8, 1_010],
    [VIDEO, 1_066],
  ])
  expect(decodeAmf(reader.tags[0]?.body ?? new Uint8Array())[0]).toBe('onMetaData')
  assert.ok(isKeyFrame(reader.tags[3]?.body ?? new Uint8Array()))
  publisher.send(sampleTag.inter(1_132))
  await waitFor(() => reader.tags.at(-1)?.timeMs === 1_132, { what: 'the next frame' })
  expect(
    media.streams().map(({ app, streamID, publishing, readers }) => ({ app, streamID, publishing, readers })),
  ).toStrictEqual([{ app: 'live', streamID: 's1', publishing: true, readers: 1 }])
})

test('a stream that does not exist closes the player with 4004', async () => {
  const media = await useMedia(cleanUp)
  const reader = aReader(cleanUp, `${media.flvUrl}/live/nobody.flv`)
  await waitFor(() => reader.closed() !== null, { what: 'the answer' })
  expect(reader.closed()).toBe(CLOSE.noSuchStream)
})

test('a second publisher on a live name is refused and the first one stays', async () => {
  const media = await useMedia(cleanUp)
  const url = `rtmp://${media.rtmpHost}/live/s1`
  const first = await aPublisher(cleanUp, url)
  await assert.rejects(aPublisher(cleanUp, url), refusedWith('NetStream.Publish.BadName'))
  sendHeaders(first)
  first.send(sampleTag.key(0))
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.tags.length >= 4, { what: 'the first publisher still on the air' })
})

test('a dead publisher ends its readers and its name is free at once', async () => {
  const media = await useMedia(cleanUp)
  const url = `rtmp://${media.rtmpHost}/live/s1`
  const first = await aPublisher(cleanUp, url)
  sendHeaders(first)
  first.send(sampleTag.key(0))
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.tags.length >= 4, { what: 'the picture' })
  const diedAt = performance.now()
  first.close()
  await waitFor(() => reader.closed() !== null, { what: 'the end at the reader', timeoutMs: 2_000 })
  expect(reader.closed()).toBe(CLOSE.ended)
  await aPublisher(cleanUp, url)
  expect(performance.now() - diedAt).toBeLessThan(2_000)
})

test('a frozen publisher is dropped after its time and its name is free', async () => {
  const media = await useMedia(cleanUp, { limits: { publisherIdleMs: 300, idleCheckMs: 50 } })
  const url = `rtmp://${media.rtmpHost}/live/s1`
  let kicked = false
  const frozen = await aPublisher(cleanUp, url, { onClose: () => (kicked = true) })
  sendHeaders(frozen)
  frozen.send(sampleTag.key(0))
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.closed() === CLOSE.ended, { what: 'the end at the reader', timeoutMs: 2_000 })
  await waitFor(() => kicked, { what: 'the publisher told' })
  await aPublisher(cleanUp, url)
})

test('admission is awaited: nothing is on the air before the answer, and a refusal never starts', async () => {
  const requests: PublishRequest[] = []
  let answer: (admitted: boolean) => void = () => {}
  const media = await useMedia(cleanUp, {
    onPublish: (request) => {
      requests.push(request)
      return new Promise((resolve) => {
        answer = resolve
      })
    },
  })
  const url = `rtmp://${media.rtmpHost}/live/s1?zgdid=d1&x=%E5%BC%80`
  const attempt = aPublisher(cleanUp, url)
  await waitFor(() => requests.length === 1, { what: 'the question' })
  expect(media.streams()[0]?.publishing).toBe(false)
  const early = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => early.closed() === CLOSE.noSuchStream, { what: 'the early player sent away' })
  answer(false)
  await assert.rejects(attempt, refusedWith('NetStream.Publish.Unauthorized'))
  expect(media.streams()).toStrictEqual([])
  const { remote, ...request } = requests[0] ?? { remote: '' }
  expect(remote).toMatch(/^127\.0\.0\.1:\d+$/)
  expect(request).toStrictEqual({ app: 'live', streamID: 's1', query: { zgdid: 'd1', x: '开' } })

  const second = aPublisher(cleanUp, url)
  await waitFor(() => requests.length === 2, { what: 'the second question' })
  answer(true)
  await second
  expect(media.streams()[0]?.publishing).toBe(true)
})

test('an admission that throws refuses and frees the name', async () => {
  let broken = true
  const media = await useMedia(cleanUp, {
    onPublish: async () => {
      if (broken) throw new Error('admission is down')
      return true
    },
  })
  const url = `rtmp://${media.rtmpHost}/live/s1`
  await expect(aPublisher(cleanUp, url)).rejects.toBeInstanceOf(RtmpClientError)
  broken = false
  await aPublisher(cleanUp, url)
})

test('names outside the rule are refused', async () => {
  const media = await useMedia(cleanUp)
  const attempt = aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/a%20b`)
  await assert.rejects(attempt, refusedWith('NetStream.Publish.BadName'))
})

test('malformed bytes close one connection each, and a good publisher still gets on the air', async () => {
  const media = await useMedia(cleanUp, { limits: { handshakeMs: 1_500 } })
  const good = await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/before`)
  sendHeaders(good)
  good.send(sampleTag.key(0))
  const random = seeded(42)
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
  const shaken = Buffer.concat([Buffer.from([3]), Buffer.alloc(3072)])
  const badPackets = Array.from({ length: 300 }, (_, i) => {
    if (i % 4 === 0) return noise(1 + Math.floor(random() * 4000))
    if (i % 4 === 1) return Buffer.concat([Buffer.from([3]), noise(3072), noise(500)])
    if (i % 4 === 2) return Buffer.concat([shaken, brokenCommand(noise(1 + Math.floor(random() * 90)))])
    return shaken.subarray(0, Math.floor(random() * shaken.length))
  })
  for (let at = 0; at < badPackets.length; at += 50) {
    await Promise.all(
      badPackets.slice(at, at + 50).map((bytes) => sendAndWaitForClose(media.rtmpPort, bytes)),
    )
  }
  assert.equal(media.streams().length, 1, 'the publisher from before is untouched')
  const after = await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/after`)
  sendHeaders(after)
  after.send(sampleTag.key(0))
  const reader = aReader(cleanUp, `${media.flvUrl}/live/after.flv`)
  await waitFor(() => reader.tags.length >= 4, { what: 'the picture' })
})

test('reset and kill end publishers, stop twice is harmless', async () => {
  const media = await useMedia(cleanUp)
  let closed = 0
  const onClose = () => void closed++
  await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s1`, { onClose })
  await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s2`, { onClose })
  expect(media.kill('s1')).toBe(1)
  await waitFor(() => closed === 1, { what: 's1 gone' })
  await media.reset()
  await waitFor(() => closed === 2, { what: 's2 gone' })
  expect(media.streams()).toStrictEqual([])
  await media.stop()
  await media.stop()
})

/** A whole chunk with a command message of garbage. */
function brokenCommand(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, body.length, 20, 0, 0, 0, 0]), body])
}

function sendAndWaitForClose(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.resume()
  })
}

/** Small repeatable noise (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test('a refusing server admits nobody new, whatever the backend says', async () => {
  const asked: string[] = []
  const media = await useMedia(cleanUp, {
    onPublish: async ({ streamID }) => {
      asked.push(streamID)
      return true
    },
  })
  const first = await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s1`)
  const admit = await inject(media, 'media.refuse')
  await assert.rejects(
    aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s2`),
    refusedWith('NetStream.Publish.Unauthorized'),
  )
  await admit()
  await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s2`)
  sendHeaders(first)
  expect(asked).toStrictEqual(['s1', 's2'])
})

test('a frozen stream keeps publisher and readers, and is not taken for a dead one', async () => {
  const idleMs = 600
  const media = await useMedia(cleanUp, { limits: { publisherIdleMs: idleMs, idleCheckMs: 20 } })
  const publisher = await aPublisher(cleanUp, `rtmp://${media.rtmpHost}/live/s1`)
  sendHeaders(publisher)
  publisher.send(sampleTag.key(0))
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.tags.length === 4, { what: 'the picture' })
  const thaw = await inject(media, 'media.freeze', { streamID: 's1' })
  expect(media.streams().filter(({ frozen }) => frozen)).toHaveLength(1)
  const frozenAt = performance.now()
  let timeMs = 0
  const sendNext = () => {
    timeMs += 20
    publisher.send(sampleTag.key(timeMs))
  }
  await waitFor(
    () => {
      sendNext()
      return performance.now() - frozenAt > 2 * idleMs
    },
    { what: 'longer than a dead publisher is kept' },
  )
  expect(reader.tags).toHaveLength(4)
  expect(
    media.streams().map(({ publishing, frozen, readers }) => ({ publishing, frozen, readers })),
  ).toStrictEqual([{ publishing: true, frozen: true, readers: 1 }])
  await thaw()
  sendNext()
  await waitFor(() => reader.tags.at(-1)?.timeMs === timeMs, { what: 'the picture again' })
  expect(reader.closed()).toBeNull()
})

test('a restart loses every stream and comes back on the same ports', async () => {
  const media = await useMedia(cleanUp)
  const url = `rtmp://${media.rtmpHost}/live/s1`
  const publisher = await aPublisher(cleanUp, url)
  sendHeaders(publisher)
  publisher.send(sampleTag.key(0))
  const reader = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => reader.tags.length > 0, { what: 'the picture' })
  const back = inject(media, 'media.restart', { downMs: 1_500 })
  await waitFor(() => reader.closed() !== null, { what: 'the end of the reader' })
  assert.notEqual(reader.closed(), CLOSE.ended, 'a crash is no orderly end')
  await waitFor(() => media.streams().length === 0, { what: 'the loss of the stream' })
  await expect(aPublisher(cleanUp, url)).rejects.toThrow()
  await back
  const again = await aPublisher(cleanUp, url)
  sendHeaders(again)
  again.send(sampleTag.key(0))
  const second = aReader(cleanUp, `${media.flvUrl}/live/s1.flv`)
  await waitFor(() => second.tags.length > 0, { what: 'the picture after the restart' })
})

test('a part that is stopped while it restarts stays stopped, and waits for nothing', async () => {
  for (const moment of ['while its ports close', 'while it is away']) {
    const media = await useMedia(cleanUp)
    const url = `rtmp://${media.rtmpHost}/live/s1`
    sendHeaders(await aPublisher(cleanUp, url))
    const back = inject(media, 'media.restart', { downMs: 600_000 })
    if (moment === 'while it is away') await waitFor(() => refuses(media.flvPort), { what: 'the ports shut' })
    await media.stop()
    await back
    await assert.rejects(aPublisher(cleanUp, url), moment)
  }
}, 30_000)

const refuses = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(false))
    socket.on('connect', () => socket.destroy())
    socket.on('error', () => resolve(true))
  })
