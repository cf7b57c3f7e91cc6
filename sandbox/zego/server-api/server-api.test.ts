import { request } from 'node:http'
import { type CleanUp, useCleanUp } from '../../../test/support/clean-up.ts'
import * as m from '../messages.ts'
import { CMD } from '../packet-codec.ts'
import { callServerApi } from '../testing/call-server-api.ts'
import { createRawClient } from '../testing/raw-client.ts'
import { APP_ID, PAGE_PORT, SECRET, useZego } from '../testing/use-zego.ts'

const cleanUp = useCleanUp()

const BARRAGE = {
  RoomId: 'r',
  UserId: 'system',
  UserName: '系统',
  MessageCategory: '1',
  MessageContent: '你好',
}

/** A room with one host, who publishes `s1`, and the app server. */
async function useRoom(cleanUp: CleanUp) {
  const fixture = await useZego(cleanUp)
  const client = await createRawClient(fixture.zego.accesshubUrl)
  cleanUp(() => client.close())
  const key = await client.login('r', 'host', fixture.token({ userID: 'host' }))
  client.sendPacket(CMD.addStream, key, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }))
  await client.packet(CMD.addStream + 1)
  const caller = { url: fixture.zego.serverApiUrl, appID: APP_ID, serverSecret: SECRET }
  return { ...fixture, client, caller }
}

describe('the server API', () => {
  test('hands a system message to the room as barrage, with its category and sender', async () => {
    const { client, caller } = await useRoom(cleanUp)
    const reply = await callServerApi(caller, 'SendBarrageMessage', BARRAGE)
    expect(reply.Code).toBe(0)
    expect(typeof reply.RequestId).toBe('string')
    const { message_list } = m.mergePush.decode((await client.packet(CMD.mergePush)).body)
    expect(message_list[0]?.sub_cmd).toBe(14001)
    const [said] = m.barragePush.decode(message_list[0]?.msg_body ?? Buffer.alloc(0)).msg_list
    expect([said?.id_name, said?.msg_category, said?.msg_content, said?.msg_id]).toStrictEqual([
      'system',
      1,
      '你好',
      reply.Data.MessageId,
    ])
  })

  const REFUSED: readonly [string, number, Record<string, string | undefined>][] = [
    ['a signature made with another secret', 100000005, { Signature: '0'.repeat(32) }],
    ['a nonce that was not signed', 100000005, { SignatureNonce: '0123456789abcdef' }],
    ['half a signature', 100000005, { Signature: '0123456789abcdef' }],
    ['no signature', 100000009, { Signature: undefined }],
    ['no nonce', 100000008, { SignatureNonce: undefined }],
    ['a nonce that is not 16 hex digits', 2, { SignatureNonce: 'short' }],
    ['no timestamp', 100000002, { Timestamp: undefined }],
    ['a timestamp that is no number', 100000003, { Timestamp: 'now' }],
    ['another AppId', 100000011, { AppId: '7' }],
    ['an AppId that is no number', 100000001, { AppId: 'x' }],
    ['no action', 100000006, { Action: undefined }],
    ['no version', 100000013, { SignatureVersion: undefined }],
    ['the old version', 100000014, { SignatureVersion: '1.0' }],
    ['an unknown room', 104, { RoomId: 'nowhere' }],
    ['no room', 2, { RoomId: undefined }],
    ['no sender', 2, { UserId: undefined }],
    ['a category of 3', 2, { MessageCategory: '3' }],
    ['an empty message', 1008, { MessageContent: '' }],
    ['1025 bytes', 50012, { MessageContent: 'x'.repeat(1025) }],
    ['342 Chinese characters (1026 bytes)', 50012, { MessageContent: '好'.repeat(342) }],
  ]
  test('refuses what ZEGO refuses, with its code, and tells nobody', async () => {
    const { caller, client } = await useRoom(cleanUp)
    for (const [what, code, change] of REFUSED) {
      const reply = await callServerApi(caller, 'SendBarrageMessage', BARRAGE, change)
      expect([what, reply.Code, reply.Data]).toStrictEqual([what, code, {}])
    }
    await callServerApi(caller, 'SendBarrageMessage', { ...BARRAGE, MessageContent: 'the only one' })
    const { message_list } = m.mergePush.decode((await client.packet(CMD.mergePush)).body)
    expect(String(message_list[0]?.msg_body)).toMatch(/the only one/)
  })

  test('takes a message of exactly 1024 bytes', async () => {
    const { caller } = await useRoom(cleanUp)
    const reply = await callServerApi(caller, 'SendBarrageMessage', {
      ...BARRAGE,
      MessageContent: 'x'.repeat(1024),
    })
    expect(reply.Code).toBe(0)
  })

  test('takes a clock that is ten minutes off, and no more', async () => {
    const { caller, now } = await useRoom(cleanUp)
    const codeAt = async (offsetMs: number) =>
      (await callServerApi({ ...caller, nowMs: now() + offsetMs }, 'DescribeUserNum', { 'RoomId[]': ['r'] }))
        .Code
    expect(await codeAt(9 * 60_000)).toBe(0)
    expect(await codeAt(-9 * 60_000)).toBe(0)
    expect(await codeAt(11 * 60_000)).toBe(100000004)
    expect(await codeAt(-11 * 60_000)).toBe(100000004)
  })

  test('counts people and lists streams', async () => {
    const { caller } = await useRoom(cleanUp)
    const counted = await callServerApi(caller, 'DescribeUserNum', { 'RoomId[]': ['r', 'nowhere'] })
    expect(counted.Data.UserCountList).toStrictEqual([
      { RoomId: 'r', UserCount: 1, AdminUserCount: 0 },
      { RoomId: 'nowhere', UserCount: 0, AdminUserCount: 0 },
    ])
    const listed = await callServerApi(caller, 'DescribeSimpleStreamList', { RoomId: 'r' })
    const [stream] = listed.Data.StreamList as { StreamId: string; UserId: string }[]
    expect([stream?.StreamId, stream?.UserId]).toStrictEqual(['s1', 'host'])
  })

  test('ends a stream, kicks a person, and closes a room', async () => {
    const { caller, client, zego, token } = await useRoom(cleanUp)
    const foreign = { RoomId: 'r', UserId: 'somebody', StreamId: 's1' }
    expect((await callServerApi(caller, 'DeleteStream', foreign)).Code).toBe(138)
    expect(zego.rooms()[0]?.streams.length).toBe(1)
    await callServerApi(caller, 'DeleteStream', { RoomId: 'r', UserId: 'host', StreamId: 's1' })
    expect(zego.rooms()[0]?.streams.length).toBe(0)

    const users = ['a', 'b', 'c', 'd', 'e', 'f']
    expect((await callServerApi(caller, 'KickoutUser', { RoomId: 'r', 'UserId[]': users })).Code).toBe(50011)
    const kick = { RoomId: 'r', 'UserId[]': ['host', 'absent'], CustomReason: '违规' }
    expect((await callServerApi(caller, 'KickoutUser', kick)).Code).toBe(0)
    const { msg_body } = m.push.decode((await client.packet(CMD.push)).body)
    expect(m.kickPush.decode(msg_body).custom_reason).toBe('违规')
    expect(zego.rooms()).toStrictEqual([])

    const other = await createRawClient(zego.accesshubUrl)
    cleanUp(() => other.close())
    await other.login('r2', 'host', token({ userID: 'host' }))
    expect((await callServerApi(caller, 'CloseRoom', { RoomId: 'r2' })).Code).toBe(0)
    expect(zego.rooms()).toStrictEqual([])
  })

  test('says which actions the sandbox does not have', async () => {
    const { caller, lines } = await useRoom(cleanUp)
    const reply = await callServerApi(caller, 'StartMix', { RoomId: 'r' })
    expect([reply.status, reply.Code]).toStrictEqual([501, 100000007])
    expect(reply.Message).toMatch(/StartMix.*D-ZG-10/)
    expect(lines.join('\n')).toMatch(/StartMix/)
    const odd = await callServerApi(caller, 'toString', {})
    expect(odd.Code).toBe(100000007)
  })
})

describe('the HTTP port', () => {
  /** fetch may not set Host and Origin. */
  const send = (url: string, method: string, headers: Record<string, string>, body = '') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const call = request(url, { method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: String(Buffer.concat(chunks)),
          }),
        )
      })
      call.on('error', reject)
      call.end(body)
    })

  test('lets in no foreign page, no foreign name, and no form', async () => {
    const { zego } = await useZego(cleanUp)
    const text = { 'content-type': 'text/plain' }
    for (const url of [zego.serverApiUrl, zego.httplogUrl]) {
      const foreign: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { host: `rebind.example:${zego.port}` },
      ]
      for (const headers of foreign) {
        expect((await send(url, 'GET', headers)).status).toBe(403)
        expect((await send(url, 'POST', { ...text, ...headers }, '{}')).status).toBe(403)
      }
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send(zego.httplogUrl, 'POST', form, 'a=1')).status).toBe(403)
  })

  test('takes the SDK’s log from a phone, which asks first, and wants less of it', async () => {
    const { zego } = await useZego(cleanUp)
    const origin = `http://p1.localhost:${PAGE_PORT}`
    const asks = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const preflight = await send(zego.httplogUrl, 'OPTIONS', asks)
    expect(preflight.status).toBe(200)
    expect(preflight.headers['access-control-allow-headers']).toBe('content-type')
    expect((await send(zego.httplogUrl, 'OPTIONS', { ...asks, origin: 'https://evil.example' })).status).toBe(
      403,
    )
    const log = '{"a":1}\n'.repeat(20_000)
    for (const type of ['application/json', 'text/plain']) {
      const answer = await send(zego.httplogUrl, 'POST', { origin, 'content-type': type }, log)
      expect(answer.status).toBe(200)
      expect(answer.headers['access-control-allow-origin']).toBe(origin)
      expect(JSON.parse(answer.body)).toStrictEqual({ interval: 60_000 })
    }
  })
})
