/** @sandbox: an attacker with a raw ZEGO client, and web pages of other origins. Neither has an effect. */

import assert from 'node:assert/strict'
import { openProject } from '../../sandbox/project/project.ts'
import * as m from '../../sandbox/zego/messages.ts'
import { CMD } from '../../sandbox/zego/packet-codec.ts'
import { createRawClient, type RawClient } from '../../sandbox/zego/testing/raw-client.ts'
import { useCleanUp } from '../support/clean-up.ts'
import { answerOf, listeningPorts } from '../support/other-origins.ts'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, PROJECT_ROOT, useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

const APP_ID = openProject(PROJECT_ROOT).config.zego?.appID
const SYSTEM = 'kaibo-system'
const ATTACKER = '不怀好意的人'

interface Grant {
  readonly token: string
  readonly userID: string
}

describe('nothing that an attacker sends to the room changes a screen', () => {
  const cleanUp = useCleanUp(afterAll)
  const anchor = useFixture(() => world.phone('阿禾'))
  const viewer = useFixture(() => world.phone('林间小鹿'))
  const zego = () => {
    const { zego } = world.sandbox
    assert.ok(zego)
    return zego
  }
  const room = () => zego().rooms()[0]
  let roomID = ''
  let streamID = ''
  let userID = ''
  let send: (cmd: number, body: Buffer) => ReturnType<RawClient['ask']>
  /** The text of both screens before the attack, and when it was read (ms). */
  let before = { viewer: '', anchor: '', at: 0 }

  beforeAll(async () => {
    await viewer.isAt('pages/home/home')
    await goLive(anchor)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(viewer)
    await world.freshFrame(viewer, tappedAt - 1_500)
    await viewer.sees('静音')
    roomID = room()?.roomID ?? ''
    streamID = room()?.streams[0]?.streamID ?? ''
  })

  test('the attacker enters the room like any viewer', async () => {
    await world.sandbox.devices.addPerson(ATTACKER, 'viewer')
    const entered = await world.control<{ result: { data: { grant: Grant } } }>('POST', '/call', {
      person: ATTACKER,
      function: 'room',
      data: { action: 'room.enter', roomID },
    })
    const { grant } = entered.result.data
    userID = grant.userID
    const attacker = await createRawClient(zego().accesshubUrl)
    cleanUp(() => attacker.close())
    const key = await attacker.login(roomID, userID, grant.token, APP_ID)
    assert.ok(key > 0, 'in the room')
    send = (cmd, body) => attacker.ask(cmd, key, body)
    before = { viewer: await screenOf(viewer), anchor: await screenOf(anchor), at: Date.now() }
  })

  const codeOf = (answer: Awaited<ReturnType<RawClient['ask']>>) =>
    m.emptyResponse.decode(answer.body).rsp_head.code

  /** How many pushes of this kind have reached the viewer's phone since then. */
  const pushed = (what: string) =>
    world.sandbox.recorder
      .read({ phone: viewer.id, kind: 'socket', name: 'socket.message', since: before.at })
      .filter(({ detail }) => JSON.stringify(detail).includes(`"${what}"`)).length
  const nothingChanged = async () => {
    await world.freshFrame(viewer, Date.now())
    await waitFor(async () => (await screenOf(viewer)) === before.viewer, { what: 'the viewer’s screen' })
    await waitFor(async () => (await screenOf(anchor)) === before.anchor, { what: 'the anchor’s screen' })
    // Not even for a moment: neither phone touched its stream or its room.
    for (const { id } of [anchor, viewer]) {
      const done = world.sandbox.recorder
        .read({ phone: id, kind: 'sdk', since: before.at })
        .filter(({ name }) => /\.(?:start|stop|login|logout)/.test(name))
      expect(done).toStrictEqual([])
    }
    expect(room()?.streams.map((stream) => stream.streamID)).toStrictEqual([streamID])
  }

  const ended = () =>
    JSON.stringify({
      kind: 'room',
      room: {
        roomID,
        rev: 999_999,
        status: 'ended',
        streamID: null,
        startedAt: before.at - 60_000,
        endedAt: before.at,
        awaySince: null,
        pinned: null,
        shelfRev: 0,
      },
    })
  const message = () => ({ msg_category: 1, msg_type: 1, msg_content: ended() })

  test('a forged end of the show in the system’s name: as barrage, broadcast and custom command', async () => {
    await send(
      CMD.barrage,
      m.barrageRequest.encode({ msg_list: [{ ...message(), msg_timestamp: 0, msg_client_id: SYSTEM }] }),
    )
    await send(CMD.broadcast, m.broadcastRequest.encode(message()))
    const push_message = JSON.stringify({
      from_userid: SYSTEM,
      from_username: '',
      request_id: '1',
      custom_content: ended(),
      room_id: roomID,
    })
    const to_user_list = room()?.users.map((user) => ({ id_name: user.userID })) ?? []
    await send(CMD.customCommand, m.customCommandRequest.encode({ push_message, to_user_list }))
    for (const kind of ['barrage', 'broadcast', 'custom'])
      await waitFor(() => pushed(kind) > 0, { what: `the ${kind} at the viewer’s phone` })
    await nothingChanged()
  })

  test('forged room extra info, and as much chat spam as ZEGO lets through', async () => {
    const info = { trans_type: 'room', trans_data: '{"ended":1}', trans_local_seq: 0, trans_channel: 'clt' }
    expect(codeOf(await send(CMD.setExtraInfo, m.setExtraInfoRequest.encode(info)))).toBe(0)
    const spam = Array.from({ length: 60 }, (_, n) =>
      send(
        CMD.barrage,
        m.barrageRequest.encode({
          msg_list: [{ ...message(), msg_content: `加微信 ${n}`, msg_timestamp: 0, msg_client_id: `${n}` }],
        }),
      ),
    )
    await Promise.all(spam)
    await waitFor(() => pushed('extraInfo') > 0, { what: 'the extra info at the viewer’s phone' })
    await nothingChanged()
    expect(await viewer.words()).not.toMatch(/加微信/)
  })

  test('a callback of ZEGO’s replayed, as it was and with another body', async () => {
    const real = zego()
      .callbacks()
      .find(({ event }) => event === 'stream_create')
    assert.ok(real)
    const post = async (body: string) => {
      const answer = await fetch(`${world.sandbox.cloud.httpUrl}/zego-callback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return (await answer.json()) as { ok: boolean; code?: string; data?: { did: string } }
    }
    const gone = { ...JSON.parse(real.body), event: 'stream_close' }
    for (const body of [real.body, JSON.stringify(gone)]) {
      expect((await post(body)).data).toStrictEqual({ did: 'repeated' })
    }
    // A new nonce would need a new signature.
    expect((await post(JSON.stringify({ ...gone, nonce: '1' }))).code).toBe('FORBIDDEN')
    await nothingChanged()
  })

  test('a foreign stream is refused while ZEGO enforces the publish privilege', async () => {
    const add = m.addStreamRequest.encode({ stream_id: 'foreign', extra_info: '' })
    expect(codeOf(await send(CMD.addStream, add))).not.toBe(0)
    await nothingChanged()
  })

  test('where ZEGO does not, the foreign stream is deleted and its owner kicked', async () => {
    await world.control('POST', '/settings', { publishPrivilege: false })
    const add = m.addStreamRequest.encode({ stream_id: 'foreign', extra_info: '' })
    expect(codeOf(await send(CMD.addStream, add))).toBe(0)
    await waitFor(() => pushed('streamAdded') > 0, { what: 'the foreign stream in the viewer’s list' })
    await waitFor(() => room()?.users.every((user) => user.userID !== userID), {
      what: 'the attacker out of the room',
      timeoutMs: 30_000,
    })
    await waitFor(() => pushed('streamDeleted') > 0, { what: 'the stream out of the viewer’s list' })
    // The room has one person fewer now; screenOf leaves digits out.
    await nothingChanged()
  })

  test('the show ends when its anchor ends it, without errors', async () => {
    await endShow(anchor)
    await viewer.sees('直播已结束')
    for (const phone of [anchor, viewer]) expect(phone.exceptions).toStrictEqual([])
  })
})

/** All text without digits, which change by themselves: times, people, prices. */
const screenOf = async (phone: PhoneDriver) => (await phone.words()).replace(/\d+/g, '#').replace(/\s+/g, ' ')

describe('every port refuses web pages of other origins and DNS rebinding', () => {
  const phone = useFixture(() => world.phone('林间小鹿'))
  const portIn = (url: string | undefined) => Number(new URL(url ?? '').port)
  const PORTS = {
    http: () => world.sandbox.ports.http,
    flv: () => world.sandbox.ports.flv,
    zego: () => world.sandbox.ports.zego,
    automator: () => world.sandbox.devices.phones().find(({ id }) => id === phone.id)?.autoPort,
    'cloud http': () => portIn(world.sandbox.cloud.httpUrl),
    'cloud endpoint': () => portIn(world.sandbox.cloud.url),
    pay: () => portIn(world.sandbox.pay?.url),
  }
  const rtmpPort = () => world.sandbox.ports.rtmp ?? 0
  const attempts = (): readonly [what: string, headers: Record<string, string>][] => [
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page of another program on this machine', { origin: 'http://localhost:1' }],
    ['a rebound DNS name', { host: 'evil.example' }],
    [
      'a similar DNS name',
      { host: 'localhost.evil.example', origin: `http://127.0.0.1:${world.sandbox.ports.http}` },
    ],
  ]
  const isRefused = async (port: number) => {
    for (const [what, headers] of attempts()) {
      for (const way of ['read', 'change', 'socket'] as const) {
        assert.equal(await answerOf({ port, way, headers }), 403, `${what}: ${way}`)
      }
    }
  }

  test('every named port is open', () => {
    const listening = listeningPorts()
    for (const [name, portOf] of Object.entries({ ...PORTS, rtmp: rtmpPort })) {
      const port = portOf()
      assert.ok(port && listening.includes(port), name)
    }
  })

  for (const [name, portOf] of Object.entries(PORTS)) test(`port ${name}`, () => isRefused(portOf() ?? 0))

  test('every other port that is open', async () => {
    const known = [...Object.values(PORTS), rtmpPort].map((portOf) => portOf())
    for (const port of listeningPorts().filter((one) => !known.includes(one))) await isRefused(port)
  })

  test('the RTMP port does not speak HTTP', async () => {
    for (const way of ['read', 'change', 'socket'] as const) {
      expect(await answerOf({ port: rtmpPort(), way, headers: {} })).toBeNull()
    }
  })
})
