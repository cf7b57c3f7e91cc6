/** @sandbox: somebody who speaks ZEGO's protocol by hand, and web pages of other origins. No screen shows any of it. */

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
const HOSTILE = '不怀好意的人'

interface Grant {
  readonly token: string
  readonly userID: string
}

describe('nothing that a hostile person sends changes a screen', () => {
  const cleanUp = useCleanUp(afterAll)
  const anchor = useFixture(() => world.phone('阿禾'))
  const shopper = useFixture(() => world.phone('林间小鹿'))
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
  /** What both screens said before anything was sent, and when that was (ms). */
  let before = { shopper: '', anchor: '', at: 0 }

  beforeAll(async () => {
    await shopper.isAt('pages/home/home')
    await goLive(anchor)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(shopper)
    await world.freshFrame(shopper, tappedAt - 1_500)
    await shopper.sees('静音')
    roomID = room()?.roomID ?? ''
    streamID = room()?.streams[0]?.streamID ?? ''
  })

  test('a hostile person comes in as every shopper does, and speaks by hand from there on', async () => {
    await world.sandbox.desk.addPerson(HOSTILE, 'shopper')
    const entered = await world.control<{ result: { data: { grant: Grant } } }>('POST', '/call', {
      person: HOSTILE,
      function: 'room',
      data: { action: 'room.enter', roomID },
    })
    const { grant } = entered.result.data
    userID = grant.userID
    const hostile = await createRawClient(zego().accesshubUrl)
    cleanUp(() => hostile.close())
    const key = await hostile.login(roomID, userID, grant.token, APP_ID)
    assert.ok(key > 0, 'in the room')
    send = (cmd, body) => hostile.ask(cmd, key, body)
    before = { shopper: await screenOf(shopper), anchor: await screenOf(anchor), at: Date.now() }
  })

  const codeOf = (answer: Awaited<ReturnType<RawClient['ask']>>) =>
    m.emptyResponse.decode(answer.body).rsp_head.code

  /** What has reached the shopper's phone since then, in ZEGO's words. */
  const pushed = (what: string) =>
    world.sandbox.recorder
      .read({ phone: shopper.id, kind: 'socket', name: 'socket.message', since: before.at })
      .filter(({ detail }) => JSON.stringify(detail).includes(`"${what}"`)).length
  const nothingChanged = async () => {
    await world.freshFrame(shopper, Date.now())
    await waitFor(async () => (await screenOf(shopper)) === before.shopper, { what: 'the shopper’s screen' })
    await waitFor(async () => (await screenOf(anchor)) === before.anchor, { what: 'the anchor’s screen' })
    // Not even for a moment: neither phone did anything with its stream or its room.
    for (const { id } of [anchor, shopper]) {
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

  test('“the show is over”, in the system’s name: as barrage, broadcast and command', async () => {
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
      await waitFor(() => pushed(kind) > 0, { what: `the ${kind} at the shopper’s phone` })
    await nothingChanged()
  })

  test('extra info of the room, and as much talk as ZEGO lets through', async () => {
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
    await waitFor(() => pushed('extraInfo') > 0, { what: 'the extra info at the shopper’s phone' })
    await nothingChanged()
    expect(await shopper.words()).not.toMatch(/加微信/)
  })

  test('a callback of ZEGO’s, sent again as it was and with another body', async () => {
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
    // A nonce that was never used has no signature to it.
    expect((await post(JSON.stringify({ ...gone, nonce: '1' }))).code).toBe('FORBIDDEN')
    await nothingChanged()
  })

  test('a stream of their own is refused while ZEGO enforces the right to publish', async () => {
    const add = m.addStreamRequest.encode({ stream_id: 'foreign', extra_info: '' })
    expect(codeOf(await send(CMD.addStream, add))).not.toBe(0)
    await nothingChanged()
  })

  test('and where ZEGO does not, it is deleted and whoever sent it is out of the room', async () => {
    await world.control('POST', '/settings', { publishPrivilege: false })
    const add = m.addStreamRequest.encode({ stream_id: 'foreign', extra_info: '' })
    expect(codeOf(await send(CMD.addStream, add))).toBe(0)
    await waitFor(() => pushed('streamAdded') > 0, { what: 'the foreign stream in the shopper’s list' })
    await waitFor(() => room()?.users.every((user) => user.userID !== userID), {
      what: 'the hostile person out of the room',
      timeoutMs: 30_000,
    })
    await waitFor(() => pushed('streamDeleted') > 0, { what: 'the stream out of the shopper’s list' })
    // One person fewer is in the room than when the screens were looked at; digits do not count there.
    await nothingChanged()
  })

  test('the show ends when its anchor ends it, and nothing broke', async () => {
    await endShow(anchor)
    await shopper.sees('直播已结束')
    for (const phone of [anchor, shopper]) expect(phone.exceptions).toStrictEqual([])
  })
})

/** All words, without what counts: time, people, figures. */
const screenOf = async (phone: PhoneDriver) => (await phone.words()).replace(/\d+/g, '#').replace(/\s+/g, ' ')

describe('a web page of another origin, and a name that rebinds, get nothing from any port', () => {
  const phone = useFixture(() => world.phone('林间小鹿'))
  const portIn = (url: string | undefined) => Number(new URL(url ?? '').port)
  const PORTS = {
    http: () => world.sandbox.ports.http,
    flv: () => world.sandbox.ports.flv,
    zego: () => world.sandbox.ports.zego,
    automator: () => world.sandbox.desk.phones().find(({ id }) => id === phone.id)?.autoPort,
    'cloud http': () => portIn(world.sandbox.cloud.httpUrl),
    'cloud endpoint': () => portIn(world.sandbox.cloud.url),
    pay: () => portIn(world.sandbox.pay?.url),
  }
  const rtmpPort = () => world.sandbox.ports.rtmp ?? 0
  const attempts = (): readonly [what: string, headers: Record<string, string>][] => [
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page of another program on this machine', { origin: 'http://localhost:1' }],
    ['a name that rebinds', { host: 'evil.example' }],
    [
      'a name that looks alike',
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

  test('each is among the ports that this process listens on', () => {
    const listening = listeningPorts()
    for (const [name, portOf] of Object.entries({ ...PORTS, rtmp: rtmpPort })) {
      const port = portOf()
      assert.ok(port && listening.includes(port), name)
    }
  })

  for (const [name, portOf] of Object.entries(PORTS)) test(`port ${name}`, () => isRefused(portOf() ?? 0))

  test('every other port that this process listens on', async () => {
    const known = [...Object.values(PORTS), rtmpPort].map((portOf) => portOf())
    for (const port of listeningPorts().filter((one) => !known.includes(one))) await isRefused(port)
  })

  test('the RTMP port does not speak HTTP', async () => {
    for (const way of ['read', 'change', 'socket'] as const) {
      expect(await answerOf({ port: rtmpPort(), way, headers: {} })).toBeNull()
    }
  })
})
