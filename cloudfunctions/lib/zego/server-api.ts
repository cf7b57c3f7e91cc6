import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { Clock } from '../clock'

/** Milliseconds. A caller waits for the signal, so the signal must not eat the caller's patience. */
const REQUEST_TIMEOUT_MS = 2_000

/** Nobody is logged in, so ZEGO knows no such room (return codes of the server API, ZEGO docs). */
const NO_SUCH_ROOM: ReadonlySet<number> = new Set([104, 5024, 50001])
/** The room has no such stream of this person. */
const NO_SUCH_STREAM = 138
/** Nobody sends it to ZEGO's media servers. */
const NO_LIVE_STREAM = 41004
/** Public, of the app, of the room. */
const TOO_OFTEN: ReadonlySet<number> = new Set([7, 206, 207])

const answerSchema = z.object({
  Code: z.number(),
  Message: z.string().default(''),
  Data: z.unknown().optional(),
})

const streamListSchema = z.object({
  StreamList: z
    .array(z.object({ StreamId: z.string(), UserId: z.string() }))
    .nullish()
    .transform((list) => list ?? []),
})

/** A closed stream is only told of where its history was bought for the app; then with the time of its end. */
const streamStateSchema = z.object({ close_time: z.string().default('') })

/** As much of `fetch` as is used. */
export type Fetch = (url: URL, init: { signal: AbortSignal }) => Promise<{ json(): Promise<unknown> }>

export interface ZegoServerApiDeps {
  readonly zegoAppID: number
  readonly zegoServerSecret: string
  readonly zegoServerApi: string
  readonly clock: Clock
  readonly fetch: Fetch
  /** 16 hex characters, new for every request. */
  readonly nonce?: () => string
}

/** ZEGO refused a request of the server API; `zegoCode` is ZEGO's number. */
export class ZegoApiError extends Error {
  readonly zegoCode: number

  constructor(action: string, zegoCode: number, message: string) {
    super(`${action}: ${zegoCode} ${message}`)
    this.name = 'ZegoApiError'
    this.zegoCode = zegoCode
  }
}

/** The server API of ZEGO, version 2 (ZEGO docs, "Server APIs v2"): GET, everything in the query. */
export interface ZegoServerApi {
  /**
   * Pushes a barrage of the system category to everybody in the room. `content` ≤ 1024 bytes. Who is not there does
   * not hear it; an empty room is no error. Throws ZegoApiError, or what `fetch` throws.
   */
  sendSystemBarrage(message: { roomID: string; userID: string; content: string }): Promise<void>
  /**
   * All streams in the room right now (DescribeSimpleStreamList); a room without people has none. null = asked too
   * often: ZEGO answers once in 10 s for a room.
   */
  streamsOf(roomID: string): Promise<ZegoStream[] | null>
  /** Whether somebody sends this stream to ZEGO's media servers (DescribeRTCStreamState, 40 a second for all). */
  isStreamLive(streamID: string): Promise<boolean>
  /** The room forgets the stream; one that is gone already is no error. */
  deleteStream(roomID: string, stream: ZegoStream): Promise<void>
  /** Puts a person out of the room. They are told `reason` (≤ 256 bytes). */
  kickOut(roomID: string, userID: string, reason: string): Promise<void>
}

export interface ZegoStream {
  readonly streamID: string
  readonly userID: string
}

export function zegoServerApi(deps: ZegoServerApiDeps): ZegoServerApi {
  const nonce = deps.nonce ?? (() => randomBytes(8).toString('hex'))

  async function call(action: string, fields: Record<string, string>): Promise<unknown> {
    const url = new URL(deps.zegoServerApi)
    const common = signed(String(deps.zegoAppID), nonce(), String(Math.floor(deps.clock.now() / 1000)))
    for (const [name, value] of Object.entries({ Action: action, ...common, ...fields })) {
      url.searchParams.set(name, value)
    }
    const response = await deps.fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) })
    const { Code, Message, Data } = answerSchema.parse(await response.json())
    if (Code !== 0) throw new ZegoApiError(action, Code, Message)
    return Data
  }

  /** As `call`; null when nobody is in the room, so that ZEGO knows none of this name. */
  async function callInRoom(action: string, fields: Record<string, string>): Promise<unknown> {
    try {
      return await call(action, fields)
    } catch (error) {
      if (error instanceof ZegoApiError && NO_SUCH_ROOM.has(error.zegoCode)) return null
      throw error
    }
  }

  /** Signature = lowercase hex md5(AppId + SignatureNonce + ServerSecret + Timestamp); seconds, ± 10 minutes. */
  function signed(appID: string, signatureNonce: string, timestamp: string) {
    const text = appID + signatureNonce + deps.zegoServerSecret + timestamp
    return {
      AppId: appID,
      SignatureNonce: signatureNonce,
      Timestamp: timestamp,
      Signature: createHash('md5').update(text).digest('hex'),
      SignatureVersion: '2.0',
    }
  }

  return {
    async sendSystemBarrage({ roomID, userID, content }) {
      await callInRoom('SendBarrageMessage', {
        RoomId: roomID,
        UserId: userID,
        UserName: userID,
        MessageCategory: '1',
        MessageContent: content,
      })
    },

    async streamsOf(roomID) {
      try {
        const data = await callInRoom('DescribeSimpleStreamList', { RoomId: roomID })
        if (data === null) return []
        return streamListSchema
          .parse(data)
          .StreamList.map(({ StreamId, UserId }) => ({ streamID: StreamId, userID: UserId }))
      } catch (error) {
        if (error instanceof ZegoApiError && TOO_OFTEN.has(error.zegoCode)) return null
        throw error
      }
    },

    async isStreamLive(streamID) {
      try {
        const sequence = String(deps.clock.now())
        const data = await call('DescribeRTCStreamState', { StreamId: streamID, Sequence: sequence })
        return streamStateSchema.parse(data).close_time === ''
      } catch (error) {
        if (error instanceof ZegoApiError && error.zegoCode === NO_LIVE_STREAM) return false
        throw error
      }
    },

    async deleteStream(roomID, { streamID, userID }) {
      try {
        await callInRoom('DeleteStream', { RoomId: roomID, UserId: userID, StreamId: streamID })
      } catch (error) {
        if (!(error instanceof ZegoApiError && error.zegoCode === NO_SUCH_STREAM)) throw error
      }
    },

    async kickOut(roomID, userID, reason) {
      await callInRoom('KickoutUser', { RoomId: roomID, 'UserId[]': userID, CustomReason: reason })
    },
  }
}
