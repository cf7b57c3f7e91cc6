import assert from 'node:assert/strict'
import { type CleanUp, useCleanUp } from '../../test/support/clean-up.ts'
import { SERVER_CODE } from './errors.ts'
import * as m from './messages.ts'
import { CMD, type Packet } from './packet-codec.ts'
import { SUB_CMD } from './pushes.ts'
import { createRawClient, type RawClient } from './testing/raw-client.ts'
import { useZego, type ZegoFixture } from './testing/use-zego.ts'
import type { ZegoDeps } from './zego.ts'

const cleanUp = useCleanUp()

const SYSTEM = 'system'

/**
 * A room with an anchor who publishes `s1`, a viewer who only listens, and somebody with an honest audience token who
 * speaks the protocol without ZEGO's SDK.
 */
async function useRoom(cleanUp: CleanUp, deps: Partial<ZegoDeps> = {}) {
  const fixture = await useZego(cleanUp, deps)
  const enter = async (userID: string, publish = false) => {
    const client = await createRawClient(fixture.zego.accesshubUrl)
    cleanUp(() => client.close())
    const key = await client.login('r', userID, fixture.token({ userID, roomID: 'r', publish }))
    assert.ok(key > 0, `${userID} is in the room`)
    return { client, key }
  }
  const anchor = await enter('anchor', true)
  await anchor.client.ask(
    CMD.addStream,
    anchor.key,
    m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }),
  )
  const viewer = await enter('viewer')
  const hostile = await enter('hostile')
  const sendsAs = (cmd: number, body: Buffer) => hostile.client.ask(cmd, hostile.key, body)
  return { ...fixture, anchor, viewer, hostile, sendsAs }
}

const codeOf = ({ body }: Packet) => m.emptyResponse.decode(body).rsp_head.code

/** What reached a phone since it came, by sub-command. */
function heard({ pushed }: RawClient, subCmd: number): Buffer[] {
  return pushed().flatMap(({ header, body }) => {
    const items =
      header.cmd === CMD.push
        ? [m.push.decode(body)].map(({ head, msg_body }) => ({ sub_cmd: head.sub_cmd, msg_body }))
        : m.mergePush.decode(body).message_list
    return items.filter(({ sub_cmd }) => sub_cmd === subCmd).map(({ msg_body }) => msg_body)
  })
}

/** A round trip through the viewer's own socket: what was sent to it before has arrived. */
const settled = ({ client, key }: { client: RawClient; key: number }) =>
  client.ask(CMD.heartbeat, key, Buffer.alloc(0))

const streams = ({ zego }: Pick<ZegoFixture, 'zego'>) => zego.rooms()[0]?.streams

describe('a hostile client', () => {
  test('may call a message a system message, and still every receiver reads who sent it', async () => {
    const { viewer, sendsAs } = await useRoom(cleanUp)
    const forged = '{"type":"ended","rev":999}'
    const item = { msg_category: 1, msg_type: 1, msg_content: forged }
    await sendsAs(
      CMD.barrage,
      m.barrageRequest.encode({ msg_list: [{ ...item, msg_timestamp: 0, msg_client_id: SYSTEM }] }),
    )
    await sendsAs(CMD.broadcast, m.broadcastRequest.encode(item))
    await settled(viewer)
    const said = [
      ...heard(viewer.client, SUB_CMD.barrage).flatMap((body) => m.barragePush.decode(body).msg_list),
      ...heard(viewer.client, SUB_CMD.broadcast).flatMap((body) => m.broadcastPush.decode(body).msg_list),
    ]
    expect(
      said.map(({ id_name, msg_category, msg_content }) => [id_name, msg_category, msg_content]),
    ).toStrictEqual([
      ['hostile', 1, forged],
      ['hostile', 1, forged],
    ])
  })

  test('does not log in as the system, as the anchor or into another room with a token of its own', async () => {
    const { zego, token } = await useRoom(cleanUp)
    const honest = token({ userID: 'hostile', roomID: 'r' })
    for (const [roomID, userID] of [
      ['r', SYSTEM],
      ['r', 'anchor'],
      ['elsewhere', 'hostile'],
    ] as const) {
      const client = await createRawClient(zego.accesshubUrl)
      cleanUp(() => client.close())
      expect(await client.login(roomID, userID, honest)).toBe(0)
      expect(codeOf(await client.packet(CMD.login + 1))).toBe(SERVER_CODE.tokenNotForThis)
    }
    expect(zego.rooms().flatMap(({ users }) => users.map(({ userID }) => userID))).toStrictEqual([
      'anchor',
      'viewer',
      'hostile',
    ])
  })

  test('neither ends, changes nor takes over a stream of somebody else', async () => {
    const room = await useRoom(cleanUp, { publishPrivilege: false })
    const { viewer, sendsAs } = room
    const of = { stream_sid: '', stream_id: 's1' }
    await sendsAs(CMD.deleteStream, m.deleteStreamRequest.encode(of))
    await sendsAs(CMD.updateStream, m.updateStreamRequest.encode({ ...of, extra_info: 'mine' }))
    const taken = await sendsAs(CMD.addStream, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }))
    expect(codeOf(taken)).toBe(SERVER_CODE.streamTaken)
    await settled(viewer)
    expect(streams(room)).toStrictEqual([{ streamID: 's1', userID: 'anchor' }])
    for (const change of [SUB_CMD.streamAdded, SUB_CMD.streamDeleted, SUB_CMD.streamUpdated])
      expect(heard(viewer.client, change)).toStrictEqual([])
  })

  test('adds no stream where ZEGO enforces the right to publish; the media server turns it away, too', async () => {
    const room = await useRoom(cleanUp)
    const { hostile, sendsAs, zego } = room
    const added = await sendsAs(CMD.addStream, m.addStreamRequest.encode({ stream_id: 'x', extra_info: '' }))
    expect(codeOf(added)).toBe(SERVER_CODE.publishRefused)
    expect(streams(room)).toStrictEqual([{ streamID: 's1', userID: 'anchor' }])
    expect(await hostile.client.dispatch('x', 'push')).toBe(200)
    const { user_session_id } = m.loginResponse.decode((await hostile.client.packet(CMD.login + 1)).body)
    const query = { zgdid: String(user_session_id) }
    expect(await zego.admits({ app: 'live', streamID: 'x', query })).toBe(false)
    // With privileges off ZEGO takes it: what then protects the room is the app, which plays only the room's stream.
    zego.setPublishPrivilege(false)
    expect(await zego.admits({ app: 'live', streamID: 'x', query })).toBe(true)
    expect(await zego.admits({ app: 'live', streamID: 's1', query })).toBe(false)
  })

  test('sets one extra info of the room at most, and no long one', async () => {
    const { sendsAs, viewer } = await useRoom(cleanUp)
    const set = (trans_type: string, trans_data: string) =>
      sendsAs(
        CMD.setExtraInfo,
        m.setExtraInfoRequest.encode({ trans_type, trans_data, trans_local_seq: 0, trans_channel: 'clt' }),
      )
    expect(codeOf(await set('a', 'x'.repeat(129)))).toBe(SERVER_CODE.tooLong)
    expect(codeOf(await set('a'.repeat(11), 'x'))).toBe(SERVER_CODE.tooLong)
    expect(codeOf(await set('a', 'x'))).toBe(SERVER_CODE.ok)
    expect(codeOf(await set('b', 'x'))).toBe(SERVER_CODE.tooLong)
    await settled(viewer)
    const infos = heard(viewer.client, SUB_CMD.extraInfo).map((body) => m.extraInfoPush.decode(body))
    // ZEGO lets every member set it and says who it was: a room's truth cannot stand there.
    expect(
      infos.map(({ id_name, trans_type, trans_data }) => [id_name, trans_type, trans_data]),
    ).toStrictEqual([['hostile', 'a', 'x']])
  })

  test('floods nobody: what is above the rate or too long is refused and reaches no phone', async () => {
    const { sendsAs, viewer } = await useRoom(cleanUp)
    const say = (msg_content: string) =>
      sendsAs(
        CMD.barrage,
        m.barrageRequest.encode({
          msg_list: [{ msg_category: 2, msg_type: 1, msg_content, msg_timestamp: 0, msg_client_id: '1' }],
        }),
      )
    expect(codeOf(await say('字'.repeat(342)))).toBe(SERVER_CODE.tooLong)
    const codes = (await Promise.all(Array.from({ length: 60 }, (_, n) => say(`spam ${n}`)))).map(codeOf)
    expect(codes.filter((code) => code === SERVER_CODE.ok)).toHaveLength(20)
    expect(codes.every((code) => code === SERVER_CODE.ok || code === SERVER_CODE.tooOften)).toBe(true)
    await settled(viewer)
    expect(heard(viewer.client, SUB_CMD.barrage)).toHaveLength(20)
  })

  test('writes whatever sender it likes into a custom command: an app must not believe it (D-ZG-06)', async () => {
    const { sendsAs, viewer } = await useRoom(cleanUp)
    const push_message = JSON.stringify({
      from_userid: SYSTEM,
      from_username: '',
      request_id: '1',
      custom_content: 'ended',
      room_id: 'r',
    })
    await sendsAs(
      CMD.customCommand,
      m.customCommandRequest.encode({ push_message, to_user_list: [{ id_name: 'viewer' }] }),
    )
    await settled(viewer)
    const [command] = heard(viewer.client, SUB_CMD.custom)
    expect(JSON.parse(String(command)).from_userid).toBe(SYSTEM)
  })
})
