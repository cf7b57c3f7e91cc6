import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from '../part.ts'
import type { ZegoFaults } from './faults.ts'
import type { ZegoLimits } from './limits.ts'
import * as pushes from './pushes.ts'
import { CLOSE_TYPE, type CloseType, type OutPush, type RoomMessage } from './pushes.ts'
import type { RoomEvent, RoomListener, RoomMoment } from './room-events.ts'
import { type ExtraInfo, RoomState, type RoomStream, type RoomUser, type StreamOwner } from './room-state.ts'
import type { TokenGrant } from './token04.ts'

/** What a room needs of a socket. */
export interface Link {
  /** Who logged in through it last; null before. */
  userID: string | null
  /** Web origin of the page that opened it; null = no browser. */
  readonly origin: string | null
  push(contextKey: number, push: OutPush): void
  /** Breaks the socket at once. */
  drop(): void
}

/** One login: a person in a room, through a socket that may be lost and come back as another login. */
export interface Member {
  readonly room: RoomState
  readonly user: RoomUser
  /** Names the login in every packet. */
  readonly contextKey: number
  readonly wantsUserUpdates: boolean
  grant: TokenGrant
  /** What the grant was read from. */
  token: string
  /** Streams for which this session asked a push address. */
  readonly dispatched: Set<string>
  /** null while the socket is lost and the grace time runs. */
  link: Link | null
  grace?: NodeJS.Timeout
  /** ms; since when the person has published nothing, null while publishing. */
  watchingSince: number | null
  watchedMs: number
}

export interface Entry {
  readonly roomID: string
  readonly userID: string
  readonly userName: string
  readonly wantsUserUpdates: boolean
  readonly maxUsers: number
  /** Of the login before, when the SDK reconnects by itself; else 0. */
  readonly formerSessionID: number
  readonly grant: TokenGrant
  readonly token: string
}

export interface ZegoRoomView {
  readonly roomID: string
  readonly users: { readonly userID: string; readonly userName: string }[]
  readonly streams: { readonly streamID: string; readonly userID: string }[]
}

export interface RoomsDeps {
  readonly clock: Clock
  readonly limits: ZegoLimits
  readonly faults: ZegoFaults
  readonly tell: RoomListener
}

interface Room {
  readonly state: RoomState
  /** By userID, in the order in which they came; a person who comes back by itself keeps the place. */
  readonly members: Map<string, Member>
}

/** What is true of the moment is filled in by Rooms. */
type News = RoomEvent extends infer E ? (E extends RoomEvent ? Omit<E, keyof RoomMoment> : never) : never

/**
 * All rooms and who is connected to them. Changes a RoomState and tells those who must know; phones (handlers.ts)
 * and the app server (server-api/) come through the same methods. A room lives while somebody is in it.
 */
export class Rooms {
  readonly #deps: RoomsDeps
  readonly #rooms = new Map<string, Room>()
  readonly #byContext = new Map<number, Member>()
  #contextKeys = 1_000

  constructor(deps: RoomsDeps) {
    this.#deps = deps
  }

  /** null = the room is full. */
  enter(entry: Entry, link: Link): Member | null {
    const existing = this.#rooms.get(entry.roomID)
    if (existing && !existing.state.hasPlaceFor(entry.userID)) return null
    const room = existing ?? this.#open(entry)

    const former = room.members.get(entry.userID)
    const isReturn = former?.user.sessionID === entry.formerSessionID
    if (former) this.#replace(former, isReturn, link)

    const now = this.#deps.clock.now()
    this.#contextKeys += 1
    const member: Member = {
      room: room.state,
      user: {
        userID: entry.userID,
        userName: entry.userName,
        sessionID: former && isReturn ? former.user.sessionID : randomInt(1, 2 ** 47),
        loginAt: now,
      },
      contextKey: this.#contextKeys,
      wantsUserUpdates: entry.wantsUserUpdates,
      grant: entry.grant,
      token: entry.token,
      dispatched: former && isReturn ? former.dispatched : new Set(),
      link,
      watchingSince: room.state.streamsOf(entry.userID).length > 0 ? null : now,
      watchedMs: former && isReturn ? watched(former, now) : 0,
    }
    this.#byContext.set(member.contextKey, member)
    room.members.set(entry.userID, member)
    if (room.state.enter(member.user)) this.#announceUser(member, true)
    this.#report(room.state, { type: 'entered', user: member.user, isReturn })
    return member
  }

  /** The login that `contextKey` names, if it belongs to this very socket. */
  member(contextKey: number, link: Link): Member | undefined {
    const member = this.#byContext.get(contextKey)
    return member?.link === link ? member : undefined
  }

  /** Who last logged in through this socket and is still there. */
  memberOn(link: Link): Member | undefined {
    let latest: Member | undefined
    for (const member of this.#byContext.values()) if (member.link === link) latest = member
    return latest
  }

  /** `sessionID` as the SDK writes it into `zgdid`. Those whose socket is lost count, too. */
  memberOfSession(sessionID: string): Member | undefined {
    for (const member of this.#byContext.values()) {
      if (String(member.user.sessionID) === sessionID) return member
    }
    return undefined
  }

  /** Every login of every room. */
  members(): Member[] {
    return [...this.#byContext.values()]
  }

  /** `isAnnounced` = false when the app server closes the room and wants no callback. */
  leave(member: Member, why: CloseType = CLOSE_TYPE.normal, isAnnounced = true): void {
    if (!this.#byContext.delete(member.contextKey)) return
    clearTimeout(member.grace)
    const { room, user } = member
    for (const stream of room.streamsOf(user.userID)) this.deleteStream(room, stream, why)
    room.leave(user.userID)
    this.#rooms.get(room.roomID)?.members.delete(user.userID)
    this.#announceUser(member, false)
    this.#reportLeft(member, why)
    if (room.isEmpty) this.#close(room, why, isAnnounced)
  }

  /** The socket broke: its logins have the grace time to come back (D-ZG-05). */
  linkLost(link: Link): void {
    for (const member of this.#byContext.values()) {
      if (member.link !== link) continue
      member.link = null
      member.grace = setTimeout(
        () => this.leave(member, CLOSE_TYPE.linkLost),
        this.#deps.limits.lostUserGraceMs,
      )
      member.grace.unref()
    }
  }

  /** null = somebody else publishes under this name, in this room or another. */
  addStream(room: RoomState, owner: StreamOwner, streamID: string, extraInfo: string): RoomStream | null {
    const used = this.#roomOfStream(streamID)
    if (used && used !== room) return null
    const added = room.addStream(owner, streamID, extraInfo, this.#deps.clock.now())
    if (!added) return null
    if (added.isNew) this.#announceStream('streamAdded', room, added.stream)
    this.#noteWatching(room, owner.userID)
    this.#report(room, { type: 'streamAdded', stream: added.stream, isAgain: !added.isNew })
    return added.stream
  }

  updateStream(member: Member, streamID: string, extraInfo: string): RoomStream | null {
    const stream = member.room.updateStream(member.user.userID, streamID, extraInfo)
    if (stream) this.#announceStream('streamUpdated', member.room, stream)
    return stream
  }

  deleteStream(room: RoomState, { userID, streamID }: RoomStream, why: CloseType): void {
    const stream = room.deleteStream(userID, streamID)
    if (!stream) return
    this.#announceStream('streamDeleted', room, stream, why)
    this.#noteWatching(room, userID)
    this.#report(room, { type: 'streamDeleted', stream, why })
  }

  findStream(streamID: string): RoomStream | undefined {
    return this.#roomOfStream(streamID)?.streams.get(streamID)
  }

  setExtraInfo(member: Member, key: string, value: string): ExtraInfo {
    const { room, user } = member
    const now = this.#deps.clock.now()
    const info = room.setExtraInfo(user, key, value, now)
    const push = pushes.extraInfoSet(info, room.extraInfoSeq, now)
    for (const other of this.#othersIn(room, user.userID)) send(other, push)
    return info
  }

  /** To the first 500 without the sender's own phones, who need not be in the room. Answers its id. */
  broadcast(room: RoomState, message: RoomMessage): number {
    const id = room.nextMessage()
    const push = pushes.broadcastSaid(message, id, this.#deps.clock.now())
    for (const other of this.#firstOf(room)) if (other.user.userID !== message.userID) send(other, push)
    return id
  }

  /** To all but the sender, where no fault loses it; all are of one sender and travel together. Answers their ids. */
  barrage(room: RoomState, messages: readonly RoomMessage[]): string[] {
    const now = this.#deps.clock.now()
    const withIds = messages.map((message) => ({ ...message, id: `1_${now}_${room.nextMessage()}` }))
    const [first] = withIds
    if (!first) return []
    const push = pushes.barrageSaid(withIds, now)
    for (const other of this.#othersIn(room, first.userID)) {
      const isLost = other.link && this.#deps.faults.lostBarrage.newest(other.link)
      if (!isLost?.()) send(other, push)
    }
    return withIds.map(({ id }) => id)
  }

  /** `toUserIDs` null = everybody but the sender. To more than one: only those among the first 500. */
  customCommand(
    room: RoomState,
    fromUserID: string,
    toUserIDs: readonly string[] | null,
    json: string,
  ): void {
    const push = pushes.customSaid(json, this.#deps.clock.now())
    const wanted = toUserIDs && new Set(toUserIDs)
    if (wanted?.size === 1) {
      for (const userID of wanted) {
        const member = this.#memberOf(room, userID)
        if (member) send(member, push)
      }
      return
    }
    for (const other of this.#firstOf(room)) {
      const { userID } = other.user
      if (wanted ? wanted.has(userID) : userID !== fromUserID) send(other, push)
    }
  }

  /** false = no such person in the room. */
  kick(roomID: string, userID: string, reason: string): boolean {
    const member = this.#rooms.get(roomID)?.members.get(userID)
    if (!member) return false
    this.#putOut(member, reason, CLOSE_TYPE.kicked, true)
    return true
  }

  closeRoom(room: RoomState, reason: string, isAnnounced: boolean): void {
    for (const member of [...(this.#rooms.get(room.roomID)?.members.values() ?? [])]) {
      this.#putOut(member, reason, CLOSE_TYPE.roomClosed, isAnnounced)
    }
  }

  find(roomID: string): RoomState | undefined {
    return this.#rooms.get(roomID)?.state
  }

  /** ms that those who are in a room now have watched since they came. */
  watchedMs(): number {
    const now = this.#deps.clock.now()
    return this.members().reduce((sum, member) => sum + watched(member, now), 0)
  }

  views(): ZegoRoomView[] {
    return [...this.#rooms.values()].map(({ state }) => ({
      roomID: state.roomID,
      users: [...state.users.values()].map(({ userID, userName }) => ({ userID, userName })),
      streams: [...state.streams.values()].map(({ streamID, userID }) => ({ streamID, userID })),
    }))
  }

  /** Forgets everything and tells nobody. */
  clear(): void {
    for (const member of this.#byContext.values()) clearTimeout(member.grace)
    this.#byContext.clear()
    this.#rooms.clear()
  }

  #open({ roomID, userID, maxUsers }: Entry): Room {
    const sessionID = (randomBytes(8).readBigUInt64BE() >> 1n) | (1n << 60n)
    const room = { state: new RoomState(roomID, sessionID, maxUsers), members: new Map<string, Member>() }
    this.#rooms.set(roomID, room)
    this.#report(room.state, { type: 'roomCreated', creatorID: userID })
    return room
  }

  #close(room: RoomState, why: CloseType, isAnnounced: boolean): void {
    // What the server API added for people who are not here.
    for (const stream of room.streams.values()) this.deleteStream(room, stream, CLOSE_TYPE.roomClosed)
    this.#rooms.delete(room.roomID)
    this.#report(room, { type: 'roomClosed', why, isAnnounced })
  }

  #putOut(member: Member, reason: string, why: CloseType, isAnnounced: boolean): void {
    send(member, pushes.kicked(member.user, reason, this.#deps.clock.now()))
    this.leave(member, why, isAnnounced)
  }

  /** The same person again: either the SDK came back by itself, or a second device takes over. */
  #replace(former: Member, isReturn: boolean, link: Link): void {
    this.#byContext.delete(former.contextKey)
    clearTimeout(former.grace)
    if (isReturn) return
    if (former.link !== link) send(former, pushes.loggedInElsewhere())
    for (const stream of former.room.streamsOf(former.user.userID)) {
      this.deleteStream(former.room, stream, CLOSE_TYPE.loginElsewhere)
    }
    this.#reportLeft(former, CLOSE_TYPE.loginElsewhere)
  }

  #announceUser({ room, user }: Member, into: boolean): void {
    const push = pushes.userMoved(user, into, room.userSeq, this.#deps.clock.now())
    for (const other of this.#othersIn(room, user.userID)) if (other.wantsUserUpdates) send(other, push)
  }

  /** The publisher hears of its own stream by the answer, not by a push. */
  #announceStream(change: pushes.StreamChange, room: RoomState, stream: RoomStream, why?: CloseType): void {
    const push = pushes.streamChanged(change, stream, room.streamSeq, this.#deps.clock.now(), why)
    for (const other of this.#othersIn(room, stream.userID)) send(other, push)
  }

  #noteWatching(room: RoomState, userID: string): void {
    const member = this.#memberOf(room, userID)
    if (!member) return
    const now = this.#deps.clock.now()
    const publishes = room.streamsOf(userID).length > 0
    if (publishes) {
      member.watchedMs = watched(member, now)
      member.watchingSince = null
    } else member.watchingSince ??= now
  }

  *#othersIn(room: RoomState, exceptUserID: string): Iterable<Member> {
    for (const member of this.#rooms.get(room.roomID)?.members.values() ?? []) {
      if (member.user.userID !== exceptUserID) yield member
    }
  }

  /** Those whom a message to many reaches (D-ZG-01). */
  *#firstOf(room: RoomState): Iterable<Member> {
    let places = this.#deps.limits.reliableAudience
    for (const member of this.#rooms.get(room.roomID)?.members.values() ?? []) {
      if (places === 0) return
      places -= 1
      yield member
    }
  }

  #memberOf(room: RoomState, userID: string): Member | undefined {
    return this.#rooms.get(room.roomID)?.members.get(userID)
  }

  #roomOfStream(streamID: string): RoomState | undefined {
    for (const { state } of this.#rooms.values()) if (state.streams.has(streamID)) return state
    return undefined
  }

  #reportLeft(member: Member, why: CloseType): void {
    const watchedMs = watched(member, this.#deps.clock.now())
    this.#report(member.room, { type: 'left', user: member.user, why, watchedMs })
  }

  #report({ roomID, sessionID, userSeq, streamSeq }: RoomState, news: News): void {
    const at = this.#deps.clock.now()
    this.#deps.tell({ ...news, roomID, roomSessionID: sessionID, userSeq, streamSeq, at })
  }
}

function watched({ watchedMs, watchingSince }: Member, now: number): number {
  return watchedMs + (watchingSince === null ? 0 : now - watchingSince)
}

function send(member: Member, push: OutPush): void {
  member.link?.push(member.contextKey, push)
}
