import assert from 'node:assert/strict'
import { isAppError } from '../../../miniprogram/domain/errors'
import { aRoom } from '../testing/a-room'
import { InMemoryRoomRepo } from '../testing/in-memory-room-repo'
import { changeRoom, WRITE_TRIES } from './change-room'

const anybody = () => {}

test('somebody who was faster is noticed, and the change is made on what they wrote', async () => {
  const rooms = new InMemoryRoomRepo()
  const room = aRoom()
  await rooms.add(room)
  let interruptions = 0
  const result = await changeRoom(rooms, room._id, 'start', {
    mayChange: anybody,
    change: () => {
      if (interruptions++ === 0) void rooms.update(room, { title: '换了标题' })
      return { streamID: 's1', startedAt: 5 }
    },
  })
  expect(interruptions).toBe(2)
  expect({
    title: result.room.title,
    rev: result.room.rev,
    status: result.room.status,
    changed: result.changed,
  }).toStrictEqual({ title: '换了标题', rev: 3, status: 'live', changed: true })
  expect(await rooms.find(room._id)).toStrictEqual(result.room)
})

test('a room that changes under every try is answered with BUSY', async () => {
  const rooms = new InMemoryRoomRepo()
  rooms.update = async () => false
  const room = aRoom()
  await rooms.add(room)
  let tries = 0
  await assert.rejects(
    changeRoom(rooms, room._id, 'start', {
      mayChange: anybody,
      change: () => {
        tries++
        return {}
      },
    }),
    (error) => isAppError(error, 'BUSY'),
  )
  expect(tries).toBe(WRITE_TRIES)
})
