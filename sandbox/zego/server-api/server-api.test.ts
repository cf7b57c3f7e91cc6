import assert from 'node:assert/strict'
import { request } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import * as m from '../messages.ts'
import { CMD } from '../packet-codec.ts'
import { callServerApi } from '../testing/call-server-api.ts'
import { createRawClient } from '../testing/raw-client.ts'
import { APP_ID, PAGE_PORT, SECRET, useZego } from '../testing/use-zego.ts'

const BARRAGE = {
  RoomId: 'r',
  UserId: 'system',
  UserName: '系统',
  MessageCategory: '1',
  MessageContent: '你好',
}

/** A room with one host, who publishes `s1`, and the merchant's server. */
async function useRoom(t: TestContext) {
  const fixture = await useZego(t)
  const client = await createRawClient(fixture.zego.accesshubUrl)
  t.after(() => client.close())
  const key = await client.login('r', 'host', fixture.token({ userID: 'host' }))
  client.sendPacket(CMD.addStream, key, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }))
  await client.packet(CMD.addStream + 1)
  const caller = { url: fixture.zego.serverApiUrl, appID: APP_ID, serverSecret: SECRET }
  return { ...fixture, client, caller }
}

describe('the server API', { concurrency: true, timeout: 60_000 }, () => {
  test('hands a system message to the room as barrage, with its category and sender', async (t) => {
    const { client, caller } = await useRoom(t)
    const reply = await callServerApi(caller, 'SendBarrageMessage', BARRAGE)
    assert.equal(reply.Code, 0)
    assert.equal(typeof reply.RequestId, 'string')
    const { message_list } = m.mergePush.decode((await client.packet(CMD.mergePush)).body)
    assert.equal(message_list[0]?.sub_cmd, 14001)
    const [said] = m.barragePush.decode(message_list[0]?.msg_body ?? Buffer.alloc(0)).msg_list
    assert.deepEqual(
      [said?.id_name, said?.msg_category, said?.msg_content, said?.msg_id],
      ['system', 1, '你好', reply.Data.MessageId],
    )
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
  test('refuses what ZEGO refuses, with its code, and tells nobody', async (t) => {
    const { caller, client } = await useRoom(t)
    for (const [what, code, change] of REFUSED) {
      const reply = await callServerApi(caller, 'SendBarrageMessage', BARRAGE, change)
      assert.deepEqual([what, reply.Code, reply.Data], [what, code, {}])
    }
    await callServerApi(caller, 'SendBarrageMessage', { ...BARRAGE, MessageContent: 'the only one' })
    const { message_list } = m.mergePush.decode((await client.packet(CMD.mergePush)).body)
    assert.match(String(message_list[0]?.msg_body), /the only one/)
  })

  test('takes a message of exactly 1024 bytes', async (t) => {
    const { caller } = await useRoom(t)
    const reply = await callServerApi(caller, 'SendBarrageMessage', {
      ...BARRAGE,
      MessageContent: 'x'.repeat(1024),
    })
    assert.equal(reply.Code, 0)
  })

  test('takes a clock that is ten minutes off, and no more', async (t) => {
    const { caller, now } = await useRoom(t)
    const codeAt = async (offsetMs: number) =>
      (await callServerApi({ ...caller, nowMs: now() + offsetMs }, 'DescribeUserNum', { 'RoomId[]': ['r'] }))
        .Code
    assert.equal(await codeAt(9 * 60_000), 0)
    assert.equal(await codeAt(-9 * 60_000), 0)
    assert.equal(await codeAt(11 * 60_000), 100000004)
    assert.equal(await codeAt(-11 * 60_000), 100000004)
  })

  test('counts people and lists streams', async (t) => {
    const { caller } = await useRoom(t)
    const counted = await callServerApi(caller, 'DescribeUserNum', { 'RoomId[]': ['r', 'nowhere'] })
    assert.deepEqual(counted.Data.UserCountList, [
      { RoomId: 'r', UserCount: 1, AdminUserCount: 0 },
      { RoomId: 'nowhere', UserCount: 0, AdminUserCount: 0 },
    ])
    const listed = await callServerApi(caller, 'DescribeSimpleStreamList', { RoomId: 'r' })
    const [stream] = listed.Data.StreamList as { StreamId: string; UserId: string }[]
    assert.deepEqual([stream?.StreamId, stream?.UserId], ['s1', 'host'])
  })

  test('ends a stream, kicks a person, and closes a room', async (t) => {
    const { caller, client, zego, token } = await useRoom(t)
    const foreign = { RoomId: 'r', UserId: 'somebody', StreamId: 's1' }
    assert.equal((await callServerApi(caller, 'DeleteStream', foreign)).Code, 138)
    assert.equal(zego.rooms()[0]?.streams.length, 1)
    await callServerApi(caller, 'DeleteStream', { RoomId: 'r', UserId: 'host', StreamId: 's1' })
    assert.equal(zego.rooms()[0]?.streams.length, 0)

    const users = ['a', 'b', 'c', 'd', 'e', 'f']
    assert.equal((await callServerApi(caller, 'KickoutUser', { RoomId: 'r', 'UserId[]': users })).Code, 50011)
    const kick = { RoomId: 'r', 'UserId[]': ['host', 'absent'], CustomReason: '违规' }
    assert.equal((await callServerApi(caller, 'KickoutUser', kick)).Code, 0)
    const { msg_body } = m.push.decode((await client.packet(CMD.push)).body)
    assert.equal(m.kickPush.decode(msg_body).custom_reason, '违规')
    assert.deepEqual(zego.rooms(), [])

    const other = await createRawClient(zego.accesshubUrl)
    t.after(() => other.close())
    await other.login('r2', 'host', token({ userID: 'host' }))
    assert.equal((await callServerApi(caller, 'CloseRoom', { RoomId: 'r2' })).Code, 0)
    assert.deepEqual(zego.rooms(), [])
  })

  test('says which actions the sandbox does not have', async (t) => {
    const { caller, lines } = await useRoom(t)
    const reply = await callServerApi(caller, 'StartMix', { RoomId: 'r' })
    assert.deepEqual([reply.status, reply.Code], [501, 100000007])
    assert.match(reply.Message, /StartMix.*D-ZG-10/)
    assert.match(lines.join('\n'), /StartMix/)
    const odd = await callServerApi(caller, 'toString', {})
    assert.equal(odd.Code, 100000007)
  })
})

describe('the HTTP port', { concurrency: true, timeout: 60_000 }, () => {
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

  test('lets in no foreign page, no foreign name, and no form', async (t) => {
    const { zego } = await useZego(t)
    const text = { 'content-type': 'text/plain' }
    for (const url of [zego.serverApiUrl, zego.httplogUrl]) {
      const foreign: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { host: `rebind.example:${zego.port}` },
      ]
      for (const headers of foreign) {
        assert.equal((await send(url, 'GET', headers)).status, 403)
        assert.equal((await send(url, 'POST', { ...text, ...headers }, '{}')).status, 403)
      }
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await send(zego.httplogUrl, 'POST', form, 'a=1')).status, 403)
  })

  test('takes the SDK’s log from a phone, which asks first, and wants less of it', async (t) => {
    const { zego } = await useZego(t)
    const origin = `http://p1.localhost:${PAGE_PORT}`
    const asks = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const preflight = await send(zego.httplogUrl, 'OPTIONS', asks)
    assert.equal(preflight.status, 200)
    assert.equal(preflight.headers['access-control-allow-headers'], 'content-type')
    assert.equal(
      (await send(zego.httplogUrl, 'OPTIONS', { ...asks, origin: 'https://evil.example' })).status,
      403,
    )
    const log = '{"a":1}\n'.repeat(20_000)
    for (const type of ['application/json', 'text/plain']) {
      const answer = await send(zego.httplogUrl, 'POST', { origin, 'content-type': type }, log)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['access-control-allow-origin'], origin)
      assert.deepEqual(JSON.parse(answer.body), { interval: 60_000 })
    }
  })
})
