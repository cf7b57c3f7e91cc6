import { FakeClock } from '../testing/fake-clock'
import { type ZegoServerApi, zegoServerApi } from './server-api'

const STREAM = { streamID: 's1', userID: 'u1' }

/** One call against a ZEGO that answers `reply`; `sent` = the parameters that are the action's own. */
async function ask<T>(reply: object, call: (api: ZegoServerApi) => Promise<T>) {
  const sent: Record<string, string> = {}
  const api = zegoServerApi({
    zegoAppID: 1000000001,
    zegoServerSecret: 'fa94dd0f974cf2e293728a526b028271',
    zegoServerApi: 'https://rtc-api.zego.im',
    clock: new FakeClock(1_700_000_000_999),
    fetch: async (url) => {
      const common = /^(?:AppId|Signature|SignatureNonce|SignatureVersion|Timestamp)$/
      for (const [name, value] of url.searchParams) if (!common.test(name)) sent[name] = value
      return { json: async () => reply }
    },
  })
  const outcome = await call(api).catch((error: { zegoCode?: number }) => `refused ${error.zegoCode}`)
  return { outcome, sent }
}

const ok = (Data?: unknown) => ({ Code: 0, Message: 'success', Data })
const listed = (StreamList: unknown) => ok({ StreamList })

type Row = [what: string, reply: object, call: (api: ZegoServerApi) => Promise<unknown>, outcome: unknown]
const streamsOf = (api: ZegoServerApi) => api.streamsOf('r')
const isStreamLive = (api: ZegoServerApi) => api.isStreamLive('s1')
const deleteStream = (api: ZegoServerApi) => api.deleteStream('r', STREAM)
const kickOut = (api: ZegoServerApi) => api.kickOut('r', 'u1', 'not the anchor')

const TABLE: Row[] = [
  ['streams', listed([{ StreamId: 's1', UserId: 'u1', CreateTime: 1 }]), streamsOf, [STREAM]],
  ['no streams', listed([]), streamsOf, []],
  ['no list at all', listed(null), streamsOf, []],
  ['no such room', { Code: 104 }, streamsOf, []],
  ['asked too often', { Code: 207 }, streamsOf, null],
  ['app asks too often', { Code: 206 }, streamsOf, null],
  ['wrong signature', { Code: 100000005, Message: 'signature error' }, streamsOf, 'refused 100000005'],
  ['a live stream', ok({ create_time: '1700000000', close_time: '' }), isStreamLive, true],
  ['a closed stream', ok({ create_time: '1700000000', close_time: '1700000001' }), isStreamLive, false],
  ['no such stream', { Code: 41004, Data: {} }, isStreamLive, false],
  ['the state asked too often', { Code: 30002 }, isStreamLive, 'refused 30002'],
  ['a deleted stream', ok({}), deleteStream, undefined],
  ['nothing to delete', { Code: 138 }, deleteStream, undefined],
  ['no room to delete in', { Code: 104 }, deleteStream, undefined],
  ['deleting too often', { Code: 206 }, deleteStream, 'refused 206'],
  ['somebody put out', ok({}), kickOut, undefined],
  ['nobody there to put out', { Code: 50001 }, kickOut, undefined],
]

for (const [what, reply, call, outcome] of TABLE) {
  test(`ZEGO answers ${what}`, async () => expect((await ask(reply, call)).outcome).toStrictEqual(outcome))
}

test('the parameters are those of ZEGO’s documents', async () => {
  const sent = async (call: (api: ZegoServerApi) => Promise<unknown>) => (await ask(listed([]), call)).sent
  expect(await sent(streamsOf)).toStrictEqual({ Action: 'DescribeSimpleStreamList', RoomId: 'r' })
  expect(await sent(isStreamLive)).toStrictEqual({
    Action: 'DescribeRTCStreamState',
    StreamId: 's1',
    Sequence: '1700000000999',
  })
  expect(await sent(deleteStream)).toStrictEqual({
    Action: 'DeleteStream',
    RoomId: 'r',
    UserId: 'u1',
    StreamId: 's1',
  })
  expect(await sent(kickOut)).toStrictEqual({
    Action: 'KickoutUser',
    RoomId: 'r',
    'UserId[]': 'u1',
    CustomReason: 'not the anchor',
  })
})
