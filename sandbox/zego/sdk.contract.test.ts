import assert from 'node:assert/strict'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import { callServerApi } from './testing/call-server-api.ts'
import { APP_ID, RTMP_HOST, SECRET, useZego, type ZegoFixture } from './testing/use-zego.ts'
import type { ZegoPerson } from './testing/zego-person.ts'

const cleanUp = useCleanUp()

/**
 * The real, unmodified zego-express-engine-miniprogram 3.6.0 against this room. What is asserted here is what an app
 * may rely on; a new SDK version that breaks the wire breaks these sentences.
 */
type Listed = { userID: string; streamID: string; extraInfo: string }[]
type Message = { fromUser: { userID: string; userName: string }; message: string }[]
type MediaState = { state: string; streamID: string; errorCode: number }

const connected = (_: string, state: string) => state === 'CONNECTED'
const added = (_: string, type: string) => type === 'ADD'
const deleted = (_: string, type: string) => type === 'DELETE'
const says = (text: string) => (_: string, list: Message) => list.some(({ message }) => message === text)
const is = (state: string) => (event: MediaState) => event.state === state

const count = (person: ZegoPerson, event: string) => person.seen.filter((item) => item.event === event).length

/** Logs in and gives back the code with which the SDK refused. */
async function refusedWith(
  fixture: ZegoFixture,
  roomID: string,
  userID: string,
  token: string,
): Promise<number> {
  const login = fixture.person().zg.loginRoom(roomID, token, { userID }, {})
  const error = await login.then(
    () => assert.fail('the login went through'),
    (reason: { code: number }) => reason,
  )
  return error.code
}

async function publish(person: ZegoPerson, streamID: string, extraInfo = ''): Promise<void> {
  await person.zg.startPublishingStream(streamID, { extraInfo })
  // What live-pusher's bindstatechange says when the server took the stream.
  person.zg.updatePlayerState(streamID, { detail: { code: 1002 } })
  await person.hears('publisherStateUpdate', is('PUBLISHING'))
}

describe('the real SDK', () => {
  test('people see each other come and go, and how many they are', async () => {
    const { zego, join } = await useZego(cleanUp)
    const host = await join('r', 'host')
    const guest = await join('r', 'guest')
    const [, , users] = await host.hears('roomUserUpdate', added)
    expect(users).toStrictEqual([{ userID: 'guest', userName: 'name of guest' }])
    const [, , others] = await guest.hears('roomUserUpdate', added)
    expect((others as Listed).map(({ userID }) => userID).includes('host')).toStrictEqual(true)
    await host.hears('roomOnlineUserCountUpdate', (_: string, online: number) => online === 2)
    expect(zego.rooms()[0]?.users.length).toBe(2)

    guest.zg.logoutRoom('r')
    const [, , gone] = await host.hears('roomUserUpdate', deleted)
    expect((gone as Listed).map(({ userID }) => userID)).toStrictEqual(['guest'])
  })

  test('a viewer without user updates hears the count and no names', async () => {
    const { join } = await useZego(cleanUp)
    const viewer = await join('r', 'viewer', { userUpdate: false })
    await join('r', 'other')
    await viewer.hears('roomOnlineUserCountUpdate', (_: string, online: number) => online === 2)
    expect(count(viewer, 'roomUserUpdate')).toBe(0)
  })

  test('a published stream reaches viewers and late joiners, and plays from the media address', async () => {
    const { zego, join } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    const viewer = await join('r', 'viewer')
    const { url } = await host.zg.startPublishingStream('s1', { extraInfo: '{"title":"one"}' })
    assert.ok(url.startsWith(`rtmp://${RTMP_HOST}/live/s1?`), url)
    expect(count(viewer, 'roomStreamUpdate')).toBe(0) // not before the pusher is really on

    host.zg.updatePlayerState('s1', { detail: { code: 1002 } })
    await host.hears('publisherStateUpdate', is('PUBLISHING'))
    const [, , streams] = await viewer.hears('roomStreamUpdate', added)
    expect((streams as Listed).map(({ streamID, extraInfo }) => ({ streamID, extraInfo }))).toStrictEqual([
      { streamID: 's1', extraInfo: '{"title":"one"}' },
    ])
    expect(count(host, 'roomStreamUpdate')).toBe(0) // own streams are not announced

    const late = await join('r', 'late')
    await late.hears('roomStreamUpdate', added)
    const play = await viewer.zg.startPlayingStream('s1')
    assert.ok(play.url.startsWith(`rtmp://${RTMP_HOST}/live/s1`), play.url)
    viewer.zg.updatePlayerState('s1', { detail: { code: 2004 } })
    await viewer.hears('playerStateUpdate', is('PLAYING'))
    const cdn = await late.zg.startPlayingStream('s1', { sourceType: 'CDN' })
    assert.ok(cdn.url.startsWith(`rtmp://${RTMP_HOST}/live/s1`), cdn.url)

    await host.zg.setStreamExtraInfo('s1', '{"title":"two"}')
    await viewer.hears(
      'streamExtraInfoUpdate',
      (_: string, list: Listed) => list[0]?.extraInfo.includes('two') === true,
    )

    host.zg.stopPublishingStream('s1')
    await viewer.hears('roomStreamUpdate', deleted)
    expect(zego.rooms()[0]?.streams).toStrictEqual([])
  })

  test('broadcast, barrage and custom messages reach the others and do not come back', async () => {
    const { join } = await useZego(cleanUp)
    const a = await join('r', 'a')
    const b = await join('r', 'b')
    const c = await join('r', 'c')
    const broadcast = await a.zg.sendBroadcastMessage('r', '你好')
    expect(broadcast.errorCode).toBe(0)
    const [, [said]] = (await b.hears('IMRecvBroadcastMessage', says('你好'))) as [string, Message]
    expect(said?.fromUser.userID).toBe('a')
    expect((await a.zg.sendBarrageMessage('r', '666')).errorCode).toBe(0)
    const [, [barrage]] = (await b.hears('IMRecvBarrageMessage', says('666'))) as [string, Message]
    expect(barrage?.fromUser).toStrictEqual({ userID: 'a', userName: 'name of a' })
    expect((await a.zg.sendCustomCommand('r', '{"op":"mute"}', ['b'])).errorCode).toBe(0)
    const [, from, command] = await b.hears('IMRecvCustomCommand')
    expect([(from as { userID: string }).userID, command]).toStrictEqual(['a', '{"op":"mute"}'])
    await c.hears('IMRecvBarrageMessage', says('666'))
    expect(count(c, 'IMRecvCustomCommand')).toBe(0)
    expect(count(a, 'IMRecvBroadcastMessage') + count(a, 'IMRecvBarrageMessage')).toBe(0)
  })

  test('a message of 1024 characters and more than 1024 bytes is refused', async () => {
    const { join } = await useZego(cleanUp)
    const a = await join('r', 'a')
    const answer = await a.zg.sendBarrageMessage('r', '好'.repeat(1024)).catch((error: object) => error)
    expect((answer as { errorCode: number }).errorCode).not.toBe(0)
  })

  test('room extra info reaches those who are there and those who come', async () => {
    const { join } = await useZego(cleanUp)
    const a = await join('r', 'a')
    const b = await join('r', 'b')
    await a.zg.setRoomExtraInfo('r', 'goods', '{"sku":1}')
    const [, [info]] = (await b.hears('roomExtraInfoUpdate')) as [string, { key: string; value: string }[]]
    expect([info?.key, info?.value]).toStrictEqual(['goods', '{"sku":1}'])
    const late = await join('r', 'late')
    await late.hears(
      'roomExtraInfoUpdate',
      (_: string, [first]: { value: string }[]) => first?.value === '{"sku":1}',
    )
  })

  test('the server speaks as a person who is not in the room', async () => {
    const { zego, join } = await useZego(cleanUp)
    const viewer = await join('r', 'viewer', { userUpdate: false })
    const reply = await callServerApi(
      { url: zego.serverApiUrl, appID: APP_ID, serverSecret: SECRET },
      'SendBarrageMessage',
      {
        RoomId: 'r',
        UserId: 'system-1',
        UserName: '系统',
        MessageCategory: '1',
        MessageContent: '{"rev":7,"text":"直播结束"}',
      },
    )
    expect(reply.Code).toBe(0)
    const [, [said]] = (await viewer.hears('IMRecvBarrageMessage')) as [string, Message]
    expect(said?.fromUser.userID).toBe('system-1')
    expect(said?.message).toBe('{"rev":7,"text":"直播结束"}')
  })

  test('a dropped socket comes back by itself, and nobody sees the stream flicker', async () => {
    const { zego, join } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    const viewer = await join('r', 'viewer')
    await publish(host, 's1')
    await viewer.hears('roomStreamUpdate', added)
    const [before, viewerBefore] = [host.seen.length, viewer.seen.length]
    await inject(zego, 'zego.dropSocket', { userID: 'host' })
    await host.hears('roomStateUpdate', connected, before)
    await host.zg.sendBarrageMessage('r', 'back')
    await viewer.hears('IMRecvBarrageMessage', says('back'))
    const flicker = viewer.seen
      .slice(viewerBefore)
      .filter(({ event }) => /roomStreamUpdate|roomUserUpdate/.test(event))
    expect(flicker).toStrictEqual([])
    expect(zego.rooms()[0]?.streams).toStrictEqual([{ streamID: 's1', userID: 'host' }])
    // What was published before the break can still be ended.
    host.zg.stopPublishingStream('s1')
    await viewer.hears('roomStreamUpdate', deleted)
  })

  test('a person who stays away is gone after the grace time, with the stream', async () => {
    const { zego, join } = await useZego(cleanUp, { limits: { lostUserGraceMs: 300 } })
    const host = await join('r', 'host', { publish: true })
    const viewer = await join('r', 'viewer')
    await publish(host, 's1')
    await viewer.hears('roomStreamUpdate', added)
    host.shim.setOffline(true)
    await viewer.hears('roomStreamUpdate', deleted)
    await viewer.hears('roomUserUpdate', deleted)
    expect(zego.rooms()[0]?.users.map(({ userID }) => userID)).toStrictEqual(['viewer'])
  })

  test('after a restart that forgot everything both log in again and the stream is back', async () => {
    const { zego, join } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    const viewer = await join('r', 'viewer')
    await publish(host, 's1')
    await viewer.hears('roomStreamUpdate', added)
    const before = viewer.seen.length
    await zego.reset()
    await viewer.hears('roomStateUpdate', connected, before)
    await waitFor(() => zego.rooms()[0]?.streams.length === 1, { what: 'the stream to be published again' })
    await waitFor(() => zego.rooms()[0]?.users.length === 2, { what: 'both people' })
  })

  test('a kicked person hears why', async () => {
    const { zego, join } = await useZego(cleanUp)
    const guest = await join('r', 'guest')
    const host = await join('r', 'host')
    await expect(
      inject(zego, 'zego.kick', { roomID: 'r', userID: 'guest', reason: '违规' }),
    ).resolves.toBeDefined()
    const [, , code, extended] = await guest.hears(
      'roomStateChanged',
      (_: string, reason: string) => reason === 'KICKOUT',
    )
    expect(code).toBe(1002055)
    expect(JSON.stringify(extended)).toMatch(/违规/)
    await host.hears('roomUserUpdate', deleted)
    await expect(inject(zego, 'zego.kick', { userID: 'guest', reason: '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('a second device of the same person puts the first one out and ends its stream', async () => {
    const { zego, join } = await useZego(cleanUp)
    const first = await join('r', 'host', { publish: true })
    const viewer = await join('r', 'viewer')
    await publish(first, 's1')
    await viewer.hears('roomStreamUpdate', added)
    await join('r', 'host', { publish: true })
    const [, , code] = await first.hears(
      'roomStateChanged',
      (_: string, reason: string) => reason === 'KICKOUT',
    )
    expect(code).toBe(1002050)
    await viewer.hears('roomStreamUpdate', deleted)
    expect(zego.rooms()[0]?.users.length).toBe(2)
  })

  test('a stream name that somebody else uses is refused', async () => {
    const { zego, join } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    await publish(host, 's1')
    const thief = await join('r', 'thief', { publish: true })
    await thief.zg.startPublishingStream('s1')
    thief.zg.updatePlayerState('s1', { detail: { code: 1002 } })
    const [state] = (await thief.hears('publisherStateUpdate', is('NO_PUBLISH'))) as [MediaState]
    expect(state.errorCode).toBe(1012)
    expect(zego.rooms()[0]?.streams).toStrictEqual([{ streamID: 's1', userID: 'host' }])
  })

  test('a wrong token and another person’s are told apart from an expired one', async () => {
    const fixture = await useZego(cleanUp)
    const { token } = fixture
    const foreign = token({ userID: 'b', roomID: 'r' })
    const ours = token({ userID: 'a', roomID: 'other' })
    const old = token({ userID: 'a', roomID: 'r', nowMs: Date.now() - 7200_000 })
    expect(await refusedWith(fixture, 'r', 'a', '04not a token')).toBe(1102016)
    expect(await refusedWith(fixture, 'r', 'a', foreign)).toBe(1102016)
    expect(await refusedWith(fixture, 'r', 'a', ours)).toBe(1102016)
    expect(await refusedWith(fixture, 'r', 'a', old)).toBe(1102018)
    expect(fixture.zego.rooms()).toStrictEqual([])
    const logged = fixture.lines.join('\n')
    assert.ok(!logged.includes(foreign) && !logged.includes(SECRET), 'tokens and secrets stay out of the log')
  })

  test('a phone with another AppID stays outside', async () => {
    const fixture = await useZego(cleanUp)
    const stranger = fixture.person(APP_ID + 1)
    const login = stranger.zg.loginRoom('r', fixture.token({ userID: 'a', roomID: 'r' }), { userID: 'a' }, {})
    await expect(login).rejects.toMatchObject({ code: 1102016 })
  })

  test('a full room says so', async () => {
    const fixture = await useZego(cleanUp)
    await fixture.join('r', 'a', { maxMemberCount: 1 })
    expect(await refusedWith(fixture, 'r', 'b', fixture.token({ userID: 'b', roomID: 'r' }))).toBe(1002034)
  })

  test('an audience token does not publish', async () => {
    const { zego, join } = await useZego(cleanUp)
    const viewer = await join('r', 'viewer')
    await viewer.zg.startPublishingStream('s1')
    viewer.zg.updatePlayerState('s1', { detail: { code: 1002 } })
    const [state] = (await viewer.hears('publisherStateUpdate', is('NO_PUBLISH'))) as [MediaState]
    expect(state.errorCode).toBe(1102018)
    expect(zego.rooms()[0]?.streams).toStrictEqual([])
  })

  test('where ZEGO has not switched privileges on, an audience token does publish', async () => {
    const { zego, join } = await useZego(cleanUp, { publishPrivilege: false })
    await publish(await join('r', 'viewer'), 's1')
    expect(zego.rooms()[0]?.streams.length).toBe(1)
  })

  test('a renewed token brings the right to publish, and another takes it away', async () => {
    const { zego, join, token } = await useZego(cleanUp)
    const person = await join('r', 'p')
    person.zg.renewToken(token({ userID: 'somebody else', roomID: 'r', publish: true }), 'r')
    person.zg.renewToken(token({ userID: 'p', roomID: 'r', publish: true }), 'r')
    await publish(person, 's1')
    person.zg.renewToken(token({ userID: 'p', roomID: 'r' }), 'r')
    const [state] = (await person.hears('publisherStateUpdate', is('NO_PUBLISH'))) as [MediaState]
    // The SDK overlooks stop_stream_id_list, misses its stream at the next heartbeat and is refused when it adds it again.
    expect(state.errorCode).toBe(1102018)
    expect(zego.rooms()[0]?.streams).toStrictEqual([])
  })

  test('the SDK warns 30 seconds before the token runs out', async () => {
    const { person, token } = await useZego(cleanUp)
    const p = person()
    await p.zg.loginRoom('r', token({ userID: 'p', roomID: 'r', lastsS: 31 }), { userID: 'p' }, {})
    expect(await p.hears('tokenWillExpire')).toStrictEqual(['r'])
  })

  test('a token that has run out does not end the visit, and blocks the next publish', async () => {
    const { advance, join, zego } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    await publish(host, 's1')
    advance(2 * 3600_000)
    expect((await host.zg.sendBarrageMessage('r', 'still here')).errorCode).toBe(0)
    await host.zg.startPublishingStream('s2')
    host.zg.updatePlayerState('s2', { detail: { code: 1002 } })
    const [state] = (await host.hears('publisherStateUpdate', is('NO_PUBLISH'))) as [MediaState]
    expect([state.streamID, state.errorCode]).toStrictEqual(['s2', 1102018])
    expect(zego.rooms()[0]?.streams).toStrictEqual([{ streamID: 's1', userID: 'host' }])
  })

  test('logging out ends the streams and leaves an empty house', async () => {
    const { zego, join } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    const viewer = await join('r', 'viewer')
    await publish(host, 's1')
    await viewer.hears('roomStreamUpdate', added)
    host.zg.logoutRoom('r')
    await host.hears('roomStateChanged', (_: string, reason: string) => reason === 'LOGOUT')
    await viewer.hears('roomStreamUpdate', deleted)
    viewer.zg.logoutRoom('r')
    await waitFor(() => zego.rooms().length === 0, { what: 'the room to be gone' })
    const again = await join('r', 'host', { publish: true })
    await publish(again, 's1')
  })
})
