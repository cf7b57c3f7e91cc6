import type { Clock } from '../part.ts'
import * as pushes from './pushes.ts'
import { CLOSE_TYPE, type CloseType, type OutPush, type RoomMessage } from './pushes.ts'
import { type ExtraInfo, RoomState, type RoomStream, type RoomUser } from './room-state.ts'
import type { TokenGrant } from './token04.ts'

/** What a room needs of a socket. */
export interface Link {
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
  /** null while the socket is lost and the grace time runs. */
  link: Link | null
  grace?: NodeJS.Timeout
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
}

export interface ZegoRoomView {
  readonly roomID: string
  readonly users: { readonly userID: string; readonly userName: string }[]
  readonly streams: { readonly streamID: string; readonly userID: string }[]
}

/**
 * All rooms and who is connected to them. Changes a RoomState and tells those who must know; phones (handlers.ts)
 * and the merchant's server (server-api.ts) come through the same methods. A room lives while somebody is in it.
 */
export class Rooms {
  readonly #clock: Clock
  readonly #graceMs: number
  readonly #rooms = new Map<string, RoomState>()
  readonly #members = new Map<number, Member>()
  #ids = 1_000

  constructor(clock: Clock, graceMs: number) {
    this.#clock = clock
    this.#graceMs = graceMs
  }

  /** null = the room is full. */
  enter(entry: Entry, link: Link): Member | null {
    const room = this.#rooms.get(entry.roomID) ?? new RoomState(entry.roomID, this.#nextID(), entry.maxUsers)
    if (!room.hasPlaceFor(entry.userID)) return null
    this.#rooms.set(entry.roomID, room)

    const former = this.#memberOf(room, entry.userID)
    if (former) this.#replace(former, entry, link)

    const member: Member = {
      room,
      user: {
        userID: entry.userID,
        userName: entry.userName,
        sessionID: this.#nextID(),
        loginAt: this.#clock.now(),
      },
      contextKey: this.#nextID(),
      wantsUserUpdates: entry.wantsUserUpdates,
      grant: entry.grant,
      link,
    }
    this.#members.set(member.contextKey, member)
    if (room.enter(member.user)) this.#announceUser(member, true)
    return member
  }

  /** The login that `contextKey` names, if it belongs to this very socket. */
  member(contextKey: number, link: Link): Member | undefined {
    const member = this.#members.get(contextKey)
    return member?.link === link ? member : undefined
  }

  leave(member: Member, why: CloseType = CLOSE_TYPE.normal): void {
    if (!this.#members.delete(member.contextKey)) return
    clearTimeout(member.grace)
    const { room, user } = member
    for (const stream of room.streamsOf(user.userID)) this.deleteStream(room, stream, why)
    room.leave(user.userID)
    this.#announceUser(member, false)
    if (room.isEmpty) this.#rooms.delete(room.roomID)
  }

  /** The socket broke: its logins have the grace time to come back (D-ZG-05). */
  linkLost(link: Link): void {
    for (const member of this.#members.values()) {
      if (member.link !== link) continue
      member.link = null
      member.grace = setTimeout(() => this.leave(member, CLOSE_TYPE.linkLost), this.#graceMs)
      member.grace.unref()
    }
  }

  /** null = somebody else publishes under this name. */
  addStream(member: Member, streamID: string, extraInfo: string): RoomStream | null {
    const { room, user } = member
    const added = room.addStream(user, streamID, extraInfo, this.#clock.now())
    if (added?.isNew) this.#announceStream('streamAdded', room, added.stream)
    return added?.stream ?? null
  }

  updateStream(member: Member, streamID: string, extraInfo: string): RoomStream | null {
    const stream = member.room.updateStream(member.user.userID, streamID, extraInfo)
    if (stream) this.#announceStream('streamUpdated', member.room, stream)
    return stream
  }

  deleteStream(room: RoomState, { userID, streamID }: RoomStream, why: CloseType): void {
    const stream = room.deleteStream(userID, streamID)
    if (stream) this.#announceStream('streamDeleted', room, stream, why)
  }

  setExtraInfo(member: Member, key: string, value: string): ExtraInfo {
    const { room, user } = member
    const info = room.setExtraInfo(user, key, value, this.#clock.now())
    this.#tell(room, pushes.extraInfoSet(info, room.extraInfoSeq, this.#clock.now()), user.userID)
    return info
  }

  /** To everybody but the sender's own phones, who need not be in the room; also beyond the first 500 (D-ZG-01). Answers its id. */
  broadcast(room: RoomState, message: RoomMessage): number {
    const id = room.nextMessage()
    this.#tell(room, pushes.broadcastSaid(message, id, this.#clock.now()), message.userID)
    return id
  }

  /** As broadcast; all are of one sender and travel together, and none is lost (D-ZG-01). Answers their ids. */
  barrage(room: RoomState, messages: readonly RoomMessage[]): string[] {
    const now = this.#clock.now()
    const withIds = messages.map((message) => ({ ...message, id: `1_${now}_${room.nextMessage()}` }))
    const [first] = withIds
    if (first) this.#tell(room, pushes.barrageSaid(withIds, now), first.userID)
    return withIds.map(({ id }) => id)
  }

  customCommand(room: RoomState, toUserIDs: readonly string[], json: string): void {
    const push = pushes.customSaid(json, this.#clock.now())
    for (const userID of new Set(toUserIDs)) {
      const member = this.#memberOf(room, userID)
      member?.link?.push(member.contextKey, push)
    }
  }

  /** false = no such person in the room. */
  kick(roomID: string, userID: string, reason: string): boolean {
    const room = this.#rooms.get(roomID)
    const member = room && this.#memberOf(room, userID)
    if (!member) return false
    member.link?.push(member.contextKey, pushes.kicked(member.user, reason, this.#clock.now()))
    this.leave(member, CLOSE_TYPE.kicked)
    return true
  }

  find(roomID: string): RoomState | undefined {
    return this.#rooms.get(roomID)
  }

  linksOf(userID: string): Link[] {
    return [...this.#members.values()].flatMap(({ user, link }) =>
      link && user.userID === userID ? [link] : [],
    )
  }

  views(): ZegoRoomView[] {
    return [...this.#rooms.values()].map((room) => ({
      roomID: room.roomID,
      users: [...room.users.values()].map(({ userID, userName }) => ({ userID, userName })),
      streams: [...room.streams.values()].map(({ streamID, userID }) => ({ streamID, userID })),
    }))
  }

  /** Forgets everything and tells nobody. */
  clear(): void {
    for (const member of this.#members.values()) clearTimeout(member.grace)
    this.#members.clear()
    this.#rooms.clear()
  }

  /** The same person again: either the SDK came back by itself, or a second device takes over. */
  #replace(former: Member, entry: Entry, link: Link): void {
    this.#members.delete(former.contextKey)
    clearTimeout(former.grace)
    if (former.user.sessionID === entry.formerSessionID) return
    if (former.link && former.link !== link) former.link.push(former.contextKey, pushes.loggedInElsewhere())
    for (const stream of former.room.streamsOf(entry.userID)) {
      this.deleteStream(former.room, stream, CLOSE_TYPE.loginElsewhere)
    }
  }

  #announceUser({ room, user }: Member, into: boolean): void {
    const push = pushes.userMoved(user, into, room.userSeq, this.#clock.now())
    for (const member of this.#membersOf(room)) {
      if (member.wantsUserUpdates && member.user.userID !== user.userID) {
        member.link?.push(member.contextKey, push)
      }
    }
  }

  /** The publisher hears of its own stream by the answer, not by a push. */
  #announceStream(change: pushes.StreamChange, room: RoomState, stream: RoomStream, why?: CloseType): void {
    this.#tell(
      room,
      pushes.streamChanged(change, stream, room.streamSeq, this.#clock.now(), why),
      stream.userID,
    )
  }

  #tell(room: RoomState, push: OutPush, exceptUserID: string): void {
    for (const member of this.#membersOf(room)) {
      if (member.user.userID !== exceptUserID) member.link?.push(member.contextKey, push)
    }
  }

  *#membersOf(room: RoomState): Iterable<Member> {
    for (const member of this.#members.values()) if (member.room === room) yield member
  }

  #memberOf(room: RoomState, userID: string): Member | undefined {
    for (const member of this.#membersOf(room)) if (member.user.userID === userID) return member
    return undefined
  }

  #nextID(): number {
    this.#ids += 1
    return this.#ids
  }
}
