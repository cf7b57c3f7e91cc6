import { type Database, isDuplicate } from '../database'
import { type Room, roomDocumentSchema } from './room-document'
import type { RoomRepo } from './room-repo'

/** `rooms` in the cloud database. Stands on the unique index of `openSlot` (database/indexes.json). */
export function cloudRoomRepo(db: Database): RoomRepo {
  const rooms = () => db.collection('rooms')

  async function first(condition: Record<string, unknown>): Promise<Room | null> {
    const { data } = await rooms().where(condition).limit(1).get()
    return data[0] === undefined ? null : roomDocumentSchema.parse(data[0])
  }

  return {
    find: (roomID) => first({ _id: roomID }),

    findOpenOf: (openid) => first({ openSlot: openid }),

    async listOpen(limit) {
      const { data } = await rooms()
        .where({ status: db.command.in(['live', 'created']) })
        .orderBy('status', 'desc') // 'live' stands after 'created' in the alphabet
        .orderBy('startedAt', 'desc')
        .orderBy('createdAt', 'desc')
        .limit(limit)
        .get()
      return data.map((document) => roomDocumentSchema.parse(document))
    },

    async add(room) {
      try {
        await rooms().add({ data: { ...room } })
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },

    async update({ _id, rev, status }, change) {
      const { stats } = await rooms()
        .where({ _id, rev, status })
        .update({ data: { ...change, rev: rev + 1 } })
      return stats.updated === 1
    },
  }
}
