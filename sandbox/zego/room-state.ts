/** 63 bits, as ZEGO's: more than a JavaScript number holds. */
export type RoomSessionID = bigint

/**
 * One room: who is in it, what they publish, the room's extra info, and the sequence numbers by which the SDK
 * notices that it missed something. No sockets, no clock, no tokens.
 *
 * userSeq grows by one for each person in or out, streamSeq for each stream added, changed or deleted.
 */
export interface RoomUser {
  readonly userID: string
  readonly userName: string
  /** Names this login, not the person: a second device of the same person has another one. */
  readonly sessionID: number
  /** ms */
  readonly loginAt: number
}

/** Of a stream that the server API adds, the owner need not be in the room. */
export type StreamOwner = Pick<RoomUser, 'userID' | 'userName'>

export interface RoomStream {
  readonly streamID: string
  readonly sid: string
  /** Number of the stream in this room. */
  readonly nid: number
  readonly version: number
  readonly extraInfo: string
  readonly userID: string
  readonly userName: string
  /** ms */
  readonly createdAt: number
}

export interface ExtraInfo {
  readonly key: string
  readonly value: string
  readonly seq: number
  readonly userID: string
  readonly userName: string
  /** ms */
  readonly updatedAt: number
}

export class RoomState {
  readonly roomID: string
  readonly sessionID: RoomSessionID
  /** 0 = no limit; set by whoever creates the room (maxMemberCount). */
  readonly maxUsers: number
  readonly users = new Map<string, RoomUser>()
  readonly streams = new Map<string, RoomStream>()
  readonly extraInfo = new Map<string, ExtraInfo>()
  #userSeq = 0
  #streamSeq = 0
  #extraInfoSeq = 0
  #messageSeq = 0
  #streamNid = 0

  constructor(roomID: string, sessionID: RoomSessionID, maxUsers: number) {
    this.roomID = roomID
    this.sessionID = sessionID
    this.maxUsers = maxUsers
  }

  get userSeq(): number {
    return this.#userSeq
  }
  get streamSeq(): number {
    return this.#streamSeq
  }
  get extraInfoSeq(): number {
    return this.#extraInfoSeq
  }
  get isEmpty(): boolean {
    return this.users.size === 0
  }

  hasPlaceFor(userID: string): boolean {
    return this.maxUsers === 0 || this.users.has(userID) || this.users.size < this.maxUsers
  }

  /** true = somebody new for the others; false = the same person again, from here or from another device. */
  enter(user: RoomUser): boolean {
    const isNew = !this.users.has(user.userID)
    this.users.set(user.userID, user)
    if (isNew) this.#userSeq += 1
    return isNew
  }

  /** The person is out; streams are deleted before (streamsOf, deleteStream). */
  leave(userID: string): RoomUser | null {
    const user = this.users.get(userID)
    if (!user) return null
    this.users.delete(userID)
    this.#userSeq += 1
    return user
  }

  streamsOf(userID: string): RoomStream[] {
    return [...this.streams.values()].filter((stream) => stream.userID === userID)
  }

  /** null = somebody else publishes under this name. A publisher who says it again keeps the stream as it is. */
  addStream(
    owner: StreamOwner,
    streamID: string,
    extraInfo: string,
    now: number,
  ): { stream: RoomStream; isNew: boolean } | null {
    const existing = this.streams.get(streamID)
    if (existing) return existing.userID === owner.userID ? { stream: existing, isNew: false } : null
    const nid = ++this.#streamNid
    const stream: RoomStream = {
      streamID,
      sid: `${this.sessionID}-${nid}`,
      nid,
      version: 1,
      extraInfo,
      userID: owner.userID,
      userName: owner.userName,
      createdAt: now,
    }
    this.streams.set(streamID, stream)
    this.#streamSeq += 1
    return { stream, isNew: true }
  }

  /** null = no such stream, or not this person's. */
  updateStream(userID: string, streamID: string, extraInfo: string): RoomStream | null {
    const stream = this.#own(userID, streamID)
    if (!stream) return null
    const updated = { ...stream, extraInfo, version: stream.version + 1 }
    this.streams.set(streamID, updated)
    this.#streamSeq += 1
    return updated
  }

  /** null = no such stream, or not this person's. */
  deleteStream(userID: string, streamID: string): RoomStream | null {
    const stream = this.#own(userID, streamID)
    if (!stream) return null
    this.streams.delete(streamID)
    this.#streamSeq += 1
    return stream
  }

  setExtraInfo(by: RoomUser, key: string, value: string, now: number): ExtraInfo {
    const seq = (this.extraInfo.get(key)?.seq ?? 0) + 1
    const info = { key, value, seq, userID: by.userID, userName: by.userName, updatedAt: now }
    this.extraInfo.set(key, info)
    this.#extraInfoSeq += 1
    return info
  }

  nextMessage(): number {
    this.#messageSeq += 1
    return this.#messageSeq
  }

  #own(userID: string, streamID: string): RoomStream | null {
    const stream = this.streams.get(streamID)
    return stream?.userID === userID ? stream : null
  }
}
