import { randomBytes } from 'node:crypto'
import type { Clock } from '../part.ts'
import { RTMP_APP } from './dispatch.ts'
import { SERVER_CODE, type ServerCode } from './errors.ts'
import { CLOSE_TYPE, type CloseType } from './pushes.ts'
import type { RoomEvent } from './room-events.ts'
import type { Member, Rooms } from './rooms.ts'

/** Who wants to push what to the media server, as the RTMP URL says it. */
export interface PublishRequest {
  readonly app: string
  readonly streamID: string
  readonly query: Readonly<Record<string, string>>
}

export interface AdmissionDeps {
  readonly clock: Clock
  readonly rooms: Rooms
  /** Whether a login may publish this stream now: its token, and its right where rights are enforced. */
  readonly publishCode: (member: Member, streamID: string) => ServerCode
}

/** Docs 21392 (RTMPDispatchV2): an address is good for a push within two hours. */
const ENCODER_ADDRESS_MS = 2 * 3600_000
/** Our own name for it: ZEGO's example of such an address carries no query at all (D-ZG-15). */
const TOKEN = 'token'

/** After these the documents say that ZEGO stops the person's media, too. A DeleteStream only tells the room. */
const ENDS_MEDIA: ReadonlySet<CloseType> = new Set([
  CLOSE_TYPE.kicked,
  CLOSE_TYPE.roomClosed,
  CLOSE_TYPE.loginElsewhere,
])

/**
 * Decides for the media server. A phone's URL carries `zgdid`, the session of the login that asked for the address;
 * an outside encoder's carries the token of its RTMPDispatchV2. What is forbidden stays so until it is resumed.
 */
export class Admission {
  readonly #deps: AdmissionDeps
  readonly #encoders = new Map<string, { streamID: string; until: number }>()
  readonly #forbidden = new Set<string>()
  /** Stream → who was let in with it last; `sessionID` null = an outside encoder. */
  readonly #admitted = new Map<string, { readonly sessionID: number | null; readonly at: number }>()
  readonly #listeners = new Set<(streamID: string) => void>()

  constructor(deps: AdmissionDeps) {
    this.#deps = deps
  }

  admits({ app, streamID, query }: PublishRequest): boolean {
    const { rooms, clock, publishCode } = this.#deps
    if (app !== RTMP_APP || this.#forbidden.has(streamID)) return false
    const token = query[TOKEN]
    if (token !== undefined) {
      const encoder = this.#encoders.get(token)
      if (encoder?.streamID !== streamID || clock.now() >= encoder.until) return false
      this.#admitted.set(streamID, { sessionID: null, at: clock.now() })
      return true
    }
    const member = rooms.memberOfSession(query.zgdid ?? '')
    if (!member?.dispatched.has(streamID)) return false
    const owner = rooms.findStream(streamID)?.userID ?? member.user.userID
    if (owner !== member.user.userID || publishCode(member, streamID) !== SERVER_CODE.ok) return false
    this.#admitted.set(streamID, { sessionID: member.user.sessionID, at: clock.now() })
    return true
  }

  /** ms; when the media server last let this stream in. */
  admittedAt(streamID: string): number | undefined {
    return this.#admitted.get(streamID)?.at
  }

  /** After a new token: what it no longer allows must not go on. */
  recheck(member: Member): void {
    for (const streamID of this.#admittedTo(member.user.sessionID)) {
      if (this.#deps.publishCode(member, streamID) !== SERVER_CODE.ok) this.end(streamID)
    }
  }

  /** Path and query of a URL with which an outside encoder may push `streamID` for two hours. */
  encoderAddress(streamID: string): string {
    const now = this.#deps.clock.now()
    for (const [token, { until }] of this.#encoders) if (until <= now) this.#encoders.delete(token)
    const token = randomBytes(16).toString('hex')
    this.#encoders.set(token, { streamID, until: now + ENCODER_ADDRESS_MS })
    return `${RTMP_APP}/${streamID}?${TOKEN}=${token}`
  }

  forbid(streamID: string): void {
    this.#forbidden.add(streamID)
    this.end(streamID)
  }

  resume(streamID: string): void {
    this.#forbidden.delete(streamID)
  }

  /** Tells the media server that this stream must not go on. */
  end(streamID: string): void {
    this.#admitted.delete(streamID)
    for (const listener of this.#listeners) listener(streamID)
  }

  onStreamEnded(listener: (streamID: string) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Also what the person pushes without having told the room. */
  hear(event: RoomEvent): void {
    if (event.type !== 'left' || !ENDS_MEDIA.has(event.why)) return
    for (const streamID of this.#admittedTo(event.user.sessionID)) this.end(streamID)
  }

  clear(): void {
    this.#encoders.clear()
    this.#forbidden.clear()
    this.#admitted.clear()
  }

  #admittedTo(sessionID: number): string[] {
    return [...this.#admitted].flatMap(([streamID, by]) => (by.sessionID === sessionID ? [streamID] : []))
  }
}
