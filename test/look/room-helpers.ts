import type { World } from '../journeys/world.ts'

interface Room {
  readonly roomID: string
}

/** A show of the shop's owner, as the owner's phone would order it. */
export async function createRoom(
  world: World,
  { live = false, ...show }: { title: string; startsAt?: number; live?: boolean },
): Promise<Room> {
  const { room } = await ask(world, { action: 'studio.create', ...show })
  return live ? (await ask(world, { action: 'studio.start', roomID: room.roomID })).room : room
}

export const endRoom = async (world: World, { roomID }: Room): Promise<void> => {
  await ask(world, { action: 'studio.end', roomID })
}

async function ask(world: World, data: Record<string, unknown>): Promise<{ readonly room: Room }> {
  const { result } = await world.control<{ result: { ok: boolean; data: { room: Room } } }>('POST', '/call', {
    person: '阿禾',
    function: 'studio',
    data,
  })
  if (!result.ok) throw new Error(`${data.action}: ${JSON.stringify(result)}`)
  return result.data
}
