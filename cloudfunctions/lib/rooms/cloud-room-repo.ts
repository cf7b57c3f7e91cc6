import { addOnce, type Database } from '../database'
import { type Room, roomDocumentSchema } from './room-document'
import type { RoomRepo } from './room-repo'

/** `rooms` in the cloud database. Stands on the indexes of database/indexes.json, the unique one of `openSlot` first. */
export function cloudRoomRepo(db: Database): RoomRepo {
  const _ = db.command
  const rooms = () => db.collection('rooms')
  const read = (documents: readonly unknown[]) => documents.map((one) => roomDocumentSchema.parse(one))

  async function first(condition: Record<string, unknown>): Promise<Room | null> {
    const { data } = await rooms().where(condition).limit(1).get()
    return read(data)[0] ?? null
  }

  async function write(condition: Record<string, unknown>, change: object): Promise<boolean> {
    const data = Object.fromEntries(
      Object.entries(change).map(([field, value]) => [field, isObject(value) ? _.set(value) : value]),
    )
    const { stats } = await rooms().where(condition).update({ data })
    return stats.updated === 1
  }

  return {
    find: (roomID) => first({ _id: roomID }),

    findOpenOf: (openid) => first({ openSlot: openid }),

    async listShown(announcedAfter, limit) {
      const { data } = await rooms()
        .where(_.or([{ status: 'live' }, { status: 'created', startsAt: _.gt(announcedAfter) }]))
        .orderBy('status', 'desc') // 'live' stands after 'created' in the alphabet
        .orderBy('startedAt', 'desc')
        .orderBy('startsAt', 'asc')
        .limit(limit)
        .get()
      return read(data)
    },

    async listLive(limit) {
      const { data } = await rooms().where({ status: 'live' }).orderBy('lastBeatAt', 'asc').limit(limit).get()
      return read(data)
    },

    add: (room) => addOnce(rooms(), { ...room }),

    update: ({ _id, rev, status }, change) => write({ _id, rev, status }, { ...change, rev: rev + 1 }),

    note: ({ _id, status }, note) => write({ _id, status }, note),
  }
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null
