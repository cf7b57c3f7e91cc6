import { type Room, roomDocumentSchema } from '../rooms/room-document'
import type { RoomChange, RoomRepo } from '../rooms/room-repo'

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

  async listOpen(limit: number): Promise<Room[]> {
    await this.#read()
    return [...this.#rooms.values()]
      .filter(({ status }) => status !== 'ended')
      .sort((a, b) => rank(a) - rank(b) || since(b) - since(a))
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
const rank = ({ status }: Room) => (status === 'live' ? 0 : 1)
const since = ({ startedAt, createdAt }: Room) => startedAt ?? createdAt
