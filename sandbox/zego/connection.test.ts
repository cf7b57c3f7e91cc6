import WebSocket from 'ws'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { encodeFrame, FRAME } from './frame-codec.ts'
import * as m from './messages.ts'
import { CMD } from './packet-codec.ts'
import { createRawClient, type RawClient } from './testing/raw-client.ts'
import { PAGE_PORT, useZego } from './testing/use-zego.ts'

const cleanUp = useCleanUp()

const frameOf = (type: number, body: Buffer) => encodeFrame({ type, streamId: 3, body })
const upwardOf = (payload: Buffer) =>
  frameOf(FRAME.upward, m.upward.encode({ txid: 1, service_no: 17, ack: true, payload }))

const MALFORMED: readonly [string, (client: RawClient) => void][] = [
  ['random bytes', ({ sendBytes }) => sendBytes(Buffer.from('hello'))],
  ['text', ({ socket }) => socket.send('{"hello":1}')],
  [
    'a frame without the fields it needs',
    ({ sendBytes }) => sendBytes(frameOf(FRAME.heartbeatRequest, Buffer.alloc(0))),
  ],
  [
    'a body that is no protobuf',
    ({ sendBytes }) => sendBytes(frameOf(FRAME.getConfigRequest, Buffer.alloc(9, 0xff))),
  ],
  ['a room packet that is none', ({ sendBytes }) => sendBytes(upwardOf(Buffer.from('31ffff', 'hex')))],
  ['a login without a room', ({ sendPacket }) => sendPacket(CMD.login, 0, Buffer.alloc(0))],
]

describe('a connection', () => {
  for (const [what, send] of MALFORMED) {
    test(`that sends ${what} is closed, and the one beside it is not`, async () => {
      const { zego, token } = await useZego(cleanUp)
      const good = await createRawClient(zego.accesshubUrl)
      const bad = await createRawClient(zego.accesshubUrl)
      cleanUp(() => good.close())
      const key = await good.login('r', 'good', token({ userID: 'good' }))
      send(bad)
      expect(await bad.closeCode()).toBe(1002)
      good.sendPacket(CMD.heartbeat, key, Buffer.alloc(0))
      await good.packet(CMD.heartbeat + 1)
      expect(zego.rooms()[0]?.users).toStrictEqual([{ userID: 'good', userName: '' }])
    })
  }

  test('that sends more than a phone ever would is closed', async () => {
    const { zego } = await useZego(cleanUp, { limits: { frameBytes: 1024 } })
    const client = await createRawClient(zego.accesshubUrl)
    client.sendBytes(frameOf(FRAME.heartbeatRequest, Buffer.alloc(2048)))
    await client.closeCode()
  })

  test('cannot speak in the name of another one’s login', async () => {
    const { zego, token } = await useZego(cleanUp)
    const victim = await createRawClient(zego.accesshubUrl)
    const thief = await createRawClient(zego.accesshubUrl)
    cleanUp(() => [victim, thief].map((client) => client.close()))
    const key = await victim.login('r', 'victim', token({ userID: 'victim' }))
    thief.sendPacket(CMD.logout, key, Buffer.alloc(0))
    thief.sendFrame(FRAME.heartbeatRequest, m.heartbeatRequest.encode({ txid: 9, ts: 0 }))
    await thief.frame(FRAME.heartbeatResponse) // the logout before it has been read
    expect(zego.rooms()[0]?.users.length).toBe(1)
  })

  test('hears a refusal for what the sandbox does not have, and the log names the difference', async () => {
    const { zego, token, lines } = await useZego(cleanUp)
    const client = await createRawClient(zego.accesshubUrl)
    cleanUp(() => client.close())
    const key = await client.login('r', 'a', token({ userID: 'a' }))
    client.sendPacket(301001, key, Buffer.alloc(0)) // EnterRoom: a second room
    const { rsp_head } = m.emptyResponse.decode((await client.packet(301002)).body)
    expect(rsp_head.code).not.toBe(0)
    client.sendFrame(FRAME.httpProtoRequest, m.httpProtoRequest.encode({ txid: 1, interface_id: 15 }))
    expect(m.httpResponse.decode((await client.frame(FRAME.httpResponse)).body).status_code).toBe(501)
    expect(lines.join('\n')).toMatch(/D-ZG-09[\s\S]*D-ZG-08/)
  })

  test('that falls silent is ended', async () => {
    const { zego } = await useZego(cleanUp, { limits: { linkTimeoutS: 0.1 } })
    const client = await createRawClient(zego.accesshubUrl)
    await client.closeCode()
  })

  test('is refused when it comes from a foreign page or under a foreign name', async () => {
    const { zego } = await useZego(cleanUp)
    const status = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve) => {
        const socket = new WebSocket(zego.accesshubUrl, { headers })
        socket.on('open', () => {
          resolve(101)
          socket.terminate()
        })
        socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
        socket.on('error', () => undefined)
      })
    expect(await status({ origin: 'https://evil.example' })).toBe(403)
    expect(await status({ origin: `http://p1.localhost:${PAGE_PORT + 1}` })).toBe(403)
    expect(await status({ host: `rebind.example:${zego.port}` })).toBe(403)
    expect(await status({ origin: `http://p1.localhost:${PAGE_PORT}` })).toBe(101)
  })
})

test('stopping twice is harmless, and a stopped ZEGO keeps nobody', async () => {
  const { zego, token } = await useZego(cleanUp)
  const client = await createRawClient(zego.accesshubUrl)
  await client.login('r', 'a', token({ userID: 'a' }))
  await zego.stop()
  await zego.stop()
  await client.closeCode()
  expect(zego.rooms()).toStrictEqual([])
})
