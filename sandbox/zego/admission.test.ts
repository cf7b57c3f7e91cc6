import { type CleanUp, useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import * as m from './messages.ts'
import { CMD } from './packet-codec.ts'
import { type ApiReply, callServerApi } from './testing/call-server-api.ts'
import { createRawClient } from './testing/raw-client.ts'
import { APP_ID, RTMP_HOST, SECRET, useZego } from './testing/use-zego.ts'
import type { PublishRequest } from './zego.ts'

const cleanUp = useCleanUp()

/** An anchor who asked for the address of `s1`, and everything that was told to the media server. */
async function useAnchor(cleanUp: CleanUp) {
  const fixture = await useZego(cleanUp)
  const { zego, token } = fixture
  const ended: string[] = []
  cleanUp(zego.onStreamEnded((streamID) => ended.push(streamID)))
  const enter = async (userID: string, publish: boolean) => {
    const client = await createRawClient(zego.accesshubUrl)
    cleanUp(() => client.close())
    const key = await client.login('r', userID, token({ userID, roomID: 'r', publish, streamIDs: ['s1'] }))
    const { user_session_id } = m.loginResponse.decode((await client.packet(CMD.login + 1)).body)
    return { client, key, session: String(user_session_id) }
  }
  const anchor = await enter('anchor', true)
  await anchor.client.dispatch('s1', 'push')
  const push = (change: Partial<PublishRequest> = {}) =>
    zego.admits({ app: 'live', streamID: 's1', query: { zgdid: anchor.session }, ...change })
  const api = (action: string, params: Record<string, string | string[]>): Promise<ApiReply> =>
    callServerApi(
      { url: zego.serverApiUrl, appID: APP_ID, serverSecret: SECRET, nowMs: fixture.now() },
      action,
      params,
    )
  return { ...fixture, enter, anchor, push, api, ended }
}

describe('the media server may take', () => {
  test('who asked for this address with the right token, and nobody else', async () => {
    const { push, enter, anchor } = await useAnchor(cleanUp)
    const viewer = await enter('viewer', false)
    await viewer.client.dispatch('s1', 'push')
    const other = await enter('second', true) // the right, but it never asked for the address
    expect({
      own: await push(),
      'no login': await push({ query: {} }),
      'a guessed login': await push({ query: { zgdid: '1' } }),
      'no right': await push({ query: { zgdid: viewer.session } }),
      'no address asked': await push({ query: { zgdid: other.session } }),
      'a stream without address': await push({ streamID: 's2' }),
      'another app': await push({ app: 'vod' }),
      'two logins': await push({ query: { zgdid: `${anchor.session},${viewer.session}` } }),
    }).toStrictEqual({
      own: true,
      'no login': false,
      'a guessed login': false,
      'no right': false,
      'no address asked': false,
      'a stream without address': false,
      'another app': false,
      'two logins': false,
    })
  })

  test('nobody any more whose login has ended', async () => {
    const { push, anchor, zego } = await useAnchor(cleanUp)
    await anchor.client.ask(CMD.logout, anchor.key, Buffer.alloc(0))
    expect(await push()).toBe(false)
    expect(zego.rooms()).toStrictEqual([])
  })

  test('the anchor’s second device, and has to end the first one’s stream', async () => {
    const { push, enter, ended } = await useAnchor(cleanUp)
    expect(await push()).toBe(true)
    const second = await enter('anchor', true)
    expect(ended).toStrictEqual(['s1'])
    expect(await push()).toBe(false)
    await second.client.dispatch('s1', 'push')
    expect(await push({ query: { zgdid: second.session } })).toBe(true)
  })

  test('nobody who was kicked or whose new token no longer allows it', async () => {
    const { push, anchor, zego, ended, token } = await useAnchor(cleanUp)
    expect(await push()).toBe(true)
    await anchor.client.ask(
      CMD.renewToken,
      anchor.key,
      m.renewTokenRequest.encode({ token: token({ userID: 'anchor', roomID: 'r' }) }),
    )
    expect([ended, await push()]).toStrictEqual([['s1'], false])
    zego.setPublishPrivilege(false)
    expect(await push()).toBe(true)
    await inject(zego, 'zego.kick', { userID: 'anchor', reason: '' })
    expect([ended, await push()]).toStrictEqual([['s1', 's1'], false])
  })

  test('nothing that the app server has forbidden, until it is resumed; a deleted stream goes on', async () => {
    const { push, api, ended, anchor } = await useAnchor(cleanUp)
    expect(await push()).toBe(true)
    await anchor.client.ask(
      CMD.addStream,
      anchor.key,
      m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' }),
    )
    await api('DeleteStream', { RoomId: 'r', UserId: 'anchor', StreamId: 's1' })
    expect(ended).toStrictEqual([])
    expect((await api('ForbidRTCStream', { StreamId: 's1', Sequence: '1' })).Code).toBe(0)
    expect([ended, await push()]).toStrictEqual([['s1'], false])
    await api('ResumeRTCStream', { StreamId: 's1', Sequence: '2' })
    expect(await push()).toBe(true)
    await api('ForbidRTCStreams', { 'StreamId[]': ['s1', 's9'], Sequence: '3' })
    expect(await push()).toBe(false)
    await api('ResumeRTCStreams', { 'StreamId[]': ['s1', 's9'], Sequence: '4' })
    expect(await push()).toBe(true)
  })

  test('an outside encoder with a dispatched address, for its stream and for two hours', async () => {
    const { zego, api, advance } = await useAnchor(cleanUp)
    const params = { StreamId: 'obs', Sequence: '1', Type: 'push' }
    const [address = ''] = (await api('RTMPDispatchV2', params)).Data as unknown as string[]
    const url = new URL(address)
    expect([url.protocol, url.host, url.pathname]).toStrictEqual(['rtmp:', RTMP_HOST, '/live/obs'])
    const query = Object.fromEntries(url.searchParams)
    const push = (streamID: string, with_: Record<string, string> = query) =>
      zego.admits({ app: 'live', streamID, query: with_ })
    expect([
      await push('obs'),
      await push('other'),
      await push('obs', {}),
      await push('obs', { token: 'guess' }),
    ]).toStrictEqual([true, false, false, false])
    advance(2 * 3600_000)
    expect(await push('obs')).toBe(false)
    const bad = async (change: Record<string, string>) =>
      (await api('RTMPDispatchV2', { ...params, ...change })).Code
    expect([
      await bad({ Type: 'both' }),
      await bad({ StreamId: 'a/b' }),
      await bad({ ClientIP: 'here' }),
    ]).toStrictEqual([30010, 30009, 30011])
  })

  test('nobody after a restart that forgot everything, until the SDK is back', async () => {
    const { push, zego, enter } = await useAnchor(cleanUp)
    await inject(zego, 'zego.restartEmpty')
    await waitFor(async () => !(await push()), { what: 'the login to be forgotten' })
    const again = await enter('anchor', true)
    await again.client.dispatch('s1', 'push')
    expect(await push({ query: { zgdid: again.session } })).toBe(true)
  })
})
