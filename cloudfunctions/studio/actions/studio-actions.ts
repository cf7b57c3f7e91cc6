import type { StudioActions } from '../../../miniprogram/domain/api/studio'
import type { ActionTable } from '../../lib/define-function'
import type { Services } from '../../lib/services'
import { beatRoom } from './beat-room'
import { claimShop } from './claim-shop'
import { createRoom } from './create-room'
import { endRoom } from './end-room'
import { openStudio } from './open-studio'
import { startRoom } from './start-room'

export const studioActions = (services: Services): ActionTable<keyof StudioActions> => ({
  'studio.open': openStudio(services),
  'studio.claim': claimShop(services),
  'studio.create': createRoom(services),
  'studio.start': startRoom(services),
  'studio.beat': beatRoom(services),
  'studio.end': endRoom(services),
})
