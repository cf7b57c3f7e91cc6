import { type Room, roomDocumentSchema } from '../rooms/room-document'
import type { RoomChange, RoomNote, RoomRepo } from '../rooms/room-repo'

/** Keeps the contract of RoomRepo (room-repo.contract.ts) without I/O. Every call takes a turn of the event loop, so calls at once overlap. */
export class InMemoryRoomRepo implements RoomRepo {
  readonly #rooms = new Map<string, Room>()
  /** Calls that touched the database. */
  readonly calls = { reads: 0, writes: 0 }

  async find(roomID: string): Promise<Room | null> {
    await this.#read()
    return this.#rooms.get(roomID) ?? null
  }

  async findOpenOf(openid: string): Promise<Room | null> {
    await this.#read()
    return [...this.#rooms.values()].find(({ openSlot }) => openSlot === openid) ?? null
  }

  async listShown(announcedAfter: number, limit: number): Promise<Room[]> {
    await this.#read()
    const all = [...this.#rooms.values()]
    const live = all.filter(({ status }) => status === 'live')
    const coming = all.filter(
      ({ status, startsAt }) => status === 'created' && (startsAt ?? 0) > announcedAfter,
    )
    return [
      ...live.sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0)),
      ...coming.sort((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0)),
    ].slice(0, limit)
  }

  async listLive(limit: number): Promise<Room[]> {
    await this.#read()
    return [...this.#rooms.values()]
      .filter(({ status }) => status === 'live')
      .sort((a, b) => (a.lastBeatAt ?? 0) - (b.lastBeatAt ?? 0))
      .slice(0, limit)
  }

  async add(room: Room): Promise<boolean> {
    await this.#write()
    const taken = [...this.#rooms.values()].some((r) => r._id === room._id || r.openSlot === room.openSlot)
    if (!taken) this.#rooms.set(room._id, roomDocumentSchema.parse(room))
    return !taken
  }

  async update(seen: Pick<Room, '_id' | 'rev' | 'status'>, change: RoomChange): Promise<boolean> {
    await this.#write()
    const room = this.#rooms.get(seen._id)
    if (room?.rev !== seen.rev || room.status !== seen.status) return false
    this.#rooms.set(seen._id, roomDocumentSchema.parse({ ...room, ...change, rev: room.rev + 1 }))
    return true
  }

  async note(seen: Pick<Room, '_id' | 'status'>, note: RoomNote): Promise<boolean> {
    await this.#write()
    const room = this.#rooms.get(seen._id)
    if (room?.status !== seen.status) return false
    this.#rooms.set(seen._id, roomDocumentSchema.parse({ ...room, ...note }))
    return true
  }

  async #read() {
    this.calls.reads++
    await nextTurn()
  }

  async #write() {
    this.calls.writes++
    await nextTurn()
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
