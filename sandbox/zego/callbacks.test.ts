import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CleanUp, useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import { signCallback } from './callbacks.ts'
import * as m from './messages.ts'
import { CMD } from './packet-codec.ts'
import { callServerApi } from './testing/call-server-api.ts'
import { createRawClient } from './testing/raw-client.ts'
import { APP_ID, SECRET, useZego } from './testing/use-zego.ts'
import type { ZegoCallbacks } from './zego.ts'

const cleanUp = useCleanUp()

const CALLBACK_SECRET = 'callback-secret'
type Body = Readonly<Record<string, unknown>>

/** An app server that answers with `status` and keeps what it was sent. */
async function useAppServer(cleanUp: CleanUp) {
  const seen: { raw: string; body: Body; at: number; contentType: string | undefined }[] = []
  const answer = { status: (_: Body): number => 200 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      const body = JSON.parse(raw) as Body
      seen.push({ raw, body, at: performance.now(), contentType: request.headers['content-type'] })
      response.writeHead(answer.status(body)).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/zego-callback`
  const hears = (event: string, times = 1) =>
    waitFor(
      () => {
        const found = seen.filter(({ body }) => body.event === event)
        return found.length >= times ? found : undefined
      },
      { what: `${times} ${event}` },
    )
  return { url, seen, hears, answer }
}

async function useRoom(cleanUp: CleanUp, options: Partial<ZegoCallbacks> = {}) {
  const appServer = await useAppServer(cleanUp)
  const callbacks = { url: () => appServer.url, secret: CALLBACK_SECRET, ...options }
  const fixture = await useZego(cleanUp, { callbacks, limits: { lostUserGraceMs: 50 } })
  const enter = async (userID: string) => {
    const client = await createRawClient(fixture.zego.accesshubUrl)
    cleanUp(() => client.close())
    const key = await client.login('r', userID, fixture.token({ userID }))
    return { client, key }
  }
  const api = (action: string, params: Record<string, string>) =>
    callServerApi({ url: fixture.zego.serverApiUrl, appID: APP_ID, serverSecret: SECRET }, action, params)
  return { ...fixture, ...appServer, enter, api }
}

test('the signature is the one of ZEGO’s document', () => {
  expect(signCallback('secret', '1470820198', '123412')).toBe('5bd59fd62953a8059fb7eaba95720f66d19e4517')
})

describe('callbacks', () => {
  test('tell a show from the first login to the empty room, each with its documented fields', async () => {
    const { enter, hears, seen } = await useRoom(cleanUp)
    const { client, key } = await enter('host')
    client.sendPacket(CMD.addStream, key, m.addStreamRequest.encode({ stream_id: 's1', extra_info: 'x' }))
    await client.packet(CMD.addStream + 1)
    client.sendPacket(
      CMD.deleteStream,
      key,
      m.deleteStreamRequest.encode({ stream_sid: '', stream_id: 's1' }),
    )
    client.sendPacket(CMD.logout, key, Buffer.alloc(0))
    await hears('room_close')
    await waitFor(() => seen.length === 6, { what: 'six callbacks' })

    const of = (event: string): Body => seen.find(({ body }) => body.event === event)?.body ?? {}
    const [login, logout] = [of('room_login'), of('room_logout')]
    const [create, close] = [of('stream_create'), of('stream_close')]
    const fields = (body: Body, names: string[]) => names.map((name) => body[name])
    expect(fields(of('room_create'), ['appid', 'room_id', 'id_name'])).toStrictEqual([APP_ID, 'r', 'host'])
    expect(fields(of('room_close'), ['appid', 'room_id', 'close_reason'])).toStrictEqual([APP_ID, 'r', 0])
    expect(
      fields(login, [
        'appid',
        'room_id',
        'user_account',
        'user_update_seq',
        'auth_level',
        'relogin',
        'term_type',
      ]),
    ).toStrictEqual([String(APP_ID), 'r', 'host', '1', '4', '0', '7'])
    expect(fields(logout, ['user_account', 'user_update_seq', 'reason'])).toStrictEqual(['host', '2', '0'])
    expect(login.session_id).toBe(logout.session_id)
    expect(
      fields(create, [
        'room_id',
        'user_id',
        'stream_id',
        'stream_alias',
        'stream_seq',
        'extra_info',
        'recreate',
      ]),
    ).toStrictEqual(['r', 'host', 's1', 's1', '1', 'x', '0'])
    expect(fields(close, ['stream_id', 'stream_seq', 'type', 'third_define_data'])).toStrictEqual([
      's1',
      '2',
      '0',
      'x',
    ])
    expect(create.room_session_id).toBe(close.room_session_id)
    expect(create.room_session_id).toBe(login.room_seq)

    for (const { raw, body, contentType } of seen) {
      expect(contentType).toBe('application/json')
      const { timestamp, nonce, signature } = body
      expect(signature).toBe(signCallback(CALLBACK_SECRET, String(timestamp), String(nonce)))
      assert.ok(!raw.includes(CALLBACK_SECRET) && !raw.includes(SECRET))
    }
  })

  test('carry the room’s session as a number that JSON.parse cannot hold, and as text elsewhere', async () => {
    const { enter, hears } = await useRoom(cleanUp)
    await enter('host')
    const [created] = await hears('room_create')
    const [login] = await hears('room_login')
    const digits = /"room_session_id":(\d+)/.exec(created?.raw ?? '')?.[1]
    expect(login?.body.room_seq).toBe(digits)
    expect(BigInt(digits ?? 0)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    expect(String(created?.body.room_session_id)).not.toBe(digits)
  })

  test('say how people and streams went', async () => {
    const { enter, hears, zego } = await useRoom(cleanUp)
    const host = await enter('host')
    host.client.sendPacket(
      CMD.addStream,
      host.key,
      m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }),
    )
    await host.client.packet(CMD.addStream + 1)
    const guest = await enter('guest')
    await enter('host') // a second device
    const [elsewhere] = await hears('stream_close')
    expect(elsewhere?.body.type).toBe('2')
    const [replaced] = await hears('room_logout')
    expect([replaced?.body.user_account, replaced?.body.reason]).toStrictEqual(['host', '3'])
    guest.client.close()
    const [, lost] = await hears('room_logout', 2)
    expect([lost?.body.user_account, lost?.body.reason]).toStrictEqual(['guest', '2'])
    await inject(zego, 'zego.kick', { userID: 'host', reason: '' })
    const [closed] = await hears('room_close')
    expect(closed?.body.close_reason).toBe(3)
  })

  test('do not tell of a room that the app server closes, unless it is asked for', async () => {
    const { enter, hears, seen, api, advance } = await useRoom(cleanUp)
    const { client, key } = await enter('host')
    client.sendPacket(CMD.addStream, key, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }))
    await client.packet(CMD.addStream + 1)
    expect((await api('CloseRoom', { RoomId: 'r' })).Code).toBe(0)
    await hears('room_logout')
    const [ended] = await hears('stream_close')
    expect(ended?.body.type).toBe('5')
    await enter('host')
    advance(1_000)
    await api('CloseRoom', { RoomId: 'r', RoomCloseCallback: 'true' })
    await hears('room_close')
    await hears('room_logout', 2)
    expect(seen.filter(({ body }) => body.event === 'room_close')).toHaveLength(1)
  })

  test('come again after the gaps when not answered with 2xx, the same body, and are lost at last', async () => {
    const gaps = [10, 20, 40]
    const { enter, hears, answer, seen, lines } = await useRoom(cleanUp, { retryAfterMs: gaps })
    answer.status = ({ event }) => (event === 'room_login' ? 500 : 204)
    await enter('host')
    const logins = await hears('room_login', 4)
    await waitFor(() => lines.some((line) => line.includes('room_login is lost')), { what: 'the loss' })
    expect(new Set(logins.map(({ raw }) => raw)).size).toBe(1)
    for (const [index, gap] of gaps.entries()) {
      const passed = (logins[index + 1]?.at ?? 0) - (logins[index]?.at ?? 0)
      assert.ok(passed >= gap - 2, `gap ${index + 1} was ${passed} ms`)
    }
    expect(seen.filter(({ body }) => body.event === 'room_create')).toHaveLength(1)
  })

  test('can be lost, doubled and delayed, until that is undone', async () => {
    const { enter, hears, seen, zego } = await useRoom(cleanUp)
    const undos = [
      await inject(zego, 'callback.lose', { event: 'room_create' }),
      await inject(zego, 'callback.double', { event: 'room_login' }),
      // Far longer than a loaded machine needs from the create to the close.
      await inject(zego, 'callback.delay', { event: 'stream_create', ms: 1_500 }),
    ]
    const { client, key } = await enter('host')
    client.sendPacket(CMD.addStream, key, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }))
    await client.packet(CMD.addStream + 1)
    client.sendPacket(
      CMD.deleteStream,
      key,
      m.deleteStreamRequest.encode({ stream_sid: '', stream_id: 's1' }),
    )
    await hears('room_login', 2)
    const [created] = await hears('stream_create')
    const [closed] = await hears('stream_close')
    // The receiver has to order them by stream_seq.
    expect(created?.at ?? 0).toBeGreaterThan(closed?.at ?? 0)
    expect(Number(created?.body.stream_seq)).toBeLessThan(Number(closed?.body.stream_seq))
    expect(seen.filter(({ body }) => body.event === 'room_create')).toHaveLength(0)
    assert.equal(zego.callbacks()[0]?.event, 'room_create', 'lost, and still to be looked at')
    for (const undo of undos) await undo()
    client.sendPacket(CMD.logout, key, Buffer.alloc(0))
    await hears('room_close')
    await enter('next')
    await hears('room_create')
  })

  test('are only those that the console has switched on', async () => {
    const { enter, hears, seen } = await useRoom(cleanUp, { events: ['stream_create'] })
    const { client, key } = await enter('host')
    client.sendPacket(CMD.addStream, key, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }))
    await hears('stream_create')
    expect(seen).toHaveLength(1)
  })
})
