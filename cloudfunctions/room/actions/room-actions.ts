import type { RoomActions } from '../../../miniprogram/domain/api/room'
import type { ActionTable } from '../../lib/define-function'
import type { Services } from '../../lib/services'
import { enterRoom } from './enter-room'
import { listRooms } from './list-rooms'
import { readSnapshot } from './read-snapshot'

export const roomActions = (services: Services): ActionTable<keyof RoomActions> => ({
  'room.list': listRooms(services),
  'room.enter': enterRoom(services),
  'room.snapshot': readSnapshot(services),
})
