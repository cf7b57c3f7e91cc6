import { aShop, inZego, OWNER } from './a-shop'

const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }
/** What a pusher that sends nothing says. */
export const NO_UPLINK = { videoKbps: 0, audioKbps: 0, fps: 0 }

/** A shop whose show is on air: the stream runs, the phone beats, and what was announced so far is forgotten. */
export async function aShow(settings?: Parameters<typeof aShop>[0]) {
  const shop = aShop(settings)
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const started = await shop.ask(OWNER, 'studio.start', { roomID })
  const anchor = { streamID: started.room.streamID ?? '', userID: inZego(OWNER, 'anchor') }
  shop.zego.publishes(roomID, anchor)
  const beat = (uplink = UPLINK) => shop.ask(OWNER, 'studio.beat', { roomID, uplink, online: 7 })
  shop.clock.advance(10_000)
  await beat()
  shop.signals.forget()
  const truth = async () => {
    const found = await shop.rooms.find(roomID)
    if (!found) throw new Error('the room is gone')
    return found
  }
  return { ...shop, roomID, anchor, beat, truth }
}
