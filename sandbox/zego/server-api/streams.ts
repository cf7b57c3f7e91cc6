import { isIPv4 } from 'node:net'
import { z } from 'zod'
import { perSecond } from '../../rate-limiter.ts'
import { RTMP_APP } from '../dispatch.ts'
import { API_CODE } from '../errors.ts'
import { CLOSE_TYPE } from '../pushes.ts'
import { type Action, ApiRefusal, id, needRoom, type Params, read, refuseIf, userID } from './action.ts'

/** Docs of each action. */
const STREAMS_AT_ONCE = 20
const EXTRA_INFO_BYTES = 1024

const streamID = z.string().min(1).max(256)
const oneRoom = z.object({ RoomId: id })
const added = z.object({
  RoomId: id,
  UserId: userID,
  UserName: z.string().max(256).default(''),
  StreamId: streamID,
  ExtraInfo: z.string().default(''),
})
const deleted = z.object({ RoomId: id, UserId: userID, StreamId: streamID })
/** Whether Sequence really grows is not looked at: what ZEGO does when it does not is not documented (D-ZG-16). */
const media = z.object({ StreamId: z.string(), Sequence: z.string().regex(/^\d{1,20}$/) })
const manyMedia = z.object({ 'StreamId[]': z.array(z.string()), Sequence: z.string().regex(/^\d{1,20}$/) })
const dispatched = media.extend({ Type: z.string(), ClientIP: z.string().optional() })

/** Letters, digits, - and _ (docs: StreamId). */
const isStreamName = (name: string) => /^[\w-]{1,256}$/.test(name)

function readMedia(params: Params): string {
  const { StreamId } = read(media, params)
  refuseIf(!isStreamName(StreamId), API_CODE.badStreamId, 'invalid StreamId')
  return StreamId
}

function readManyMedia(params: Params): string[] {
  const { 'StreamId[]': names } = read(manyMedia, params)
  const wrong = names.length === 0 || names.length > STREAMS_AT_ONCE || !names.every(isStreamName)
  refuseIf(wrong, API_CODE.badStreamList, 'invalid StreamId list')
  return names
}

const mediaAction = (limit: number, run: Action['run']): Action => ({
  rate: perSecond(limit),
  tooOften: API_CODE.mediaTooOften,
  run,
})

export const streamActions: Readonly<Record<string, Action>> = {
  DescribeSimpleStreamList: {
    rate: perSecond(50),
    roomRate: { limit: 1, perMs: 10_000 },
    run: (deps, params) => {
      const { RoomId } = read(oneRoom, params)
      const StreamList = [...needRoom(deps, RoomId).streams.values()].map((item) => ({
        StreamId: item.streamID,
        UserId: item.userID,
        UserName: item.userName,
        CreateTime: item.createdAt,
        StreamNumberId: item.nid,
      }))
      return { StreamList }
    },
  },

  /** The room hears of a stream that somebody pushes elsewhere; the owner need not be in the room. */
  AddStream: {
    rate: perSecond(10),
    run: (deps, params) => {
      const { RoomId, UserId, UserName, StreamId, ExtraInfo } = read(added, params)
      const isLong = Buffer.byteLength(ExtraInfo) > EXTRA_INFO_BYTES
      refuseIf(isLong, API_CODE.tooLong, 'ExtraInfo is longer than 1024 bytes')
      const owner = { userID: UserId, userName: UserName }
      const stream = deps.rooms.addStream(needRoom(deps, RoomId), owner, StreamId, ExtraInfo)
      if (!stream) throw new ApiRefusal(API_CODE.streamTaken, 'somebody else has this stream')
      return {}
    },
  },

  /** Only the room forgets the stream; the media goes on, as with ZEGO. */
  DeleteStream: {
    rate: perSecond(10),
    run: (deps, params) => {
      const { RoomId, UserId, StreamId } = read(deleted, params)
      const room = needRoom(deps, RoomId)
      const found = room.streams.get(StreamId)
      if (found?.userID !== UserId) throw new ApiRefusal(API_CODE.noStream, 'stream does not exist')
      deps.rooms.deleteStream(room, found, CLOSE_TYPE.byServer)
      return {}
    },
  },

  DescribeRTCStreamState: mediaAction(40, (deps, params) => {
    const since = deps.liveSince(readMedia(params))
    // A history of closed streams is an option of the AppID that has to be bought.
    if (since === undefined) throw new ApiRefusal(API_CODE.noLiveStream, 'stream does not exist')
    return { create_time: String(Math.floor(since / 1000)), close_time: '' }
  }),

  /** The media server ends the stream and takes it no more; the room hears of it from the publisher's SDK. */
  ForbidRTCStream: mediaAction(20, ({ admission }, params) => {
    admission.forbid(readMedia(params))
    return {}
  }),
  ResumeRTCStream: mediaAction(20, ({ admission }, params) => {
    admission.resume(readMedia(params))
    return {}
  }),
  ForbidRTCStreams: mediaAction(20, ({ admission }, params) => {
    for (const name of readManyMedia(params)) admission.forbid(name)
    return {}
  }),
  ResumeRTCStreams: mediaAction(20, ({ admission }, params) => {
    for (const name of readManyMedia(params)) admission.resume(name)
    return {}
  }),

  /** Where an outside encoder or player goes. A push address lets its stream in for two hours (D-ZG-15). */
  RTMPDispatchV2: {
    rate: perSecond(40),
    tooOften: API_CODE.dispatchTooOften,
    run: ({ admission, rtmpHost }, params) => {
      const { StreamId, Type, ClientIP } = read(dispatched, params)
      refuseIf(!isStreamName(StreamId), API_CODE.badStreamId, 'invalid StreamId')
      refuseIf(Type !== 'push' && Type !== 'pull', API_CODE.badDispatchType, 'Type is neither push nor pull')
      refuseIf(
        ClientIP !== undefined && !isIPv4(ClientIP),
        API_CODE.badClientIp,
        'ClientIP is no IPv4 address',
      )
      const path = Type === 'push' ? admission.encoderAddress(StreamId) : `${RTMP_APP}/${StreamId}`
      return [`rtmp://${rtmpHost()}/${path}`]
    },
  },
}
