import { aLiveRoom, anEndedRoom, aRoom } from '../testing/a-room'
import type { RoomRepo } from './room-repo'

/** What every RoomRepo keeps. `make` gives one whose collection is empty. */
export function roomRepoContract(name: string, make: () => Promise<RoomRepo>): void {
  test(`${name}: a room comes back as it was written, nulls included`, async () => {
    const rooms = await make()
    const room = aLiveRoom()
    expect(await rooms.add(room)).toBe(true)
    expect(await rooms.find(room._id)).toStrictEqual(room)
    expect(await rooms.find('nowhere')).toBeNull()
  })

  test(`${name}: an owner's slot and a room's ID are taken once`, async () => {
    const rooms = await make()
    const room = aRoom({ openSlot: 'oOwner' })
    expect(await rooms.add(room)).toBe(true)
    expect(await rooms.add(aRoom({ openSlot: 'oOwner' }))).toBe(false)
    expect(await rooms.add(aRoom({ _id: room._id, openSlot: 'oOther' }))).toBe(false)
    expect((await rooms.findOpenOf('oOwner'))?._id).toBe(room._id)
    expect(await rooms.findOpenOf('oOther')).toBeNull()
  })

  test(`${name}: of two adds at once for one slot, one wins`, async () => {
    const rooms = await make()
    const both = await Promise.all([
      rooms.add(aRoom({ openSlot: 'oOwner' })),
      rooms.add(aRoom({ openSlot: 'oOwner' })),
    ])
    expect(both.sort()).toStrictEqual([false, true])
  })

  test(`${name}: a change is written only to the room as it was seen, and counts one on`, async () => {
    const rooms = await make()
    const room = aLiveRoom()
    await rooms.add(room)
    const end = { status: 'ended', streamID: null, endedAt: 9_000, openSlot: room._id } as const
    expect(await rooms.update({ ...room, rev: 1 }, end)).toBe(false)
    expect(await rooms.update({ ...room, status: 'created' }, end)).toBe(false)
    expect(await rooms.find(room._id)).toStrictEqual(room)
    expect(await rooms.update(room, end)).toBe(true)
    expect(await rooms.find(room._id)).toStrictEqual({ ...room, ...end, rev: 3 })
    expect(await rooms.update(room, end)).toBe(false)
  })

  test(`${name}: of many writers who saw the same, one wins`, async () => {
    const rooms = await make()
    const room = aRoom()
    await rooms.add(room)
    const wins = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((title) => rooms.update(room, { title })),
    )
    expect(wins.filter(Boolean)).toHaveLength(1)
    expect((await rooms.find(room._id))?.rev).toBe(2)
  })

  test(`${name}: a note is written without a new rev, objects whole, and only while the status is the same`, async () => {
    const rooms = await make()
    const room = aLiveRoom()
    await rooms.add(room)
    const uplink = { videoKbps: 1200, audioKbps: 48, fps: 15 }
    const note = { lastBeatAt: 9_000, uplink, online: 7, session: { id: '18446744073709551615', at: 5 } }
    expect(await rooms.note(room, note)).toBe(true)
    expect(await rooms.find(room._id)).toStrictEqual({ ...room, ...note })
    expect(await rooms.note(room, { uplink: { ...uplink, fps: 0 } })).toBe(true)
    expect((await rooms.find(room._id))?.uplink).toStrictEqual({ ...uplink, fps: 0 })
    expect(await rooms.note({ ...room, status: 'created' }, { online: 8 })).toBe(false)
    expect((await rooms.find(room._id))?.online).toBe(7)
  })

  test(`${name}: the list shows live rooms, the latest first, then announced ones, the next first, and no other`, async () => {
    const rooms = await make()
    const inOrder = [
      aLiveRoom({ startedAt: 5_000, startsAt: 900 }),
      aLiveRoom({ startedAt: 4_000 }),
      aRoom({ startsAt: 7_000 }),
      aRoom({ startsAt: 8_000 }),
    ]
    for (const room of [...inOrder].reverse()) await rooms.add(room)
    await rooms.add(anEndedRoom({ startedAt: 99_000, startsAt: 99_000 }))
    await rooms.add(aRoom())
    await rooms.add(aRoom({ startsAt: 6_000 }))
    const ids = (list: readonly { _id: string }[]) => list.map(({ _id }) => _id)
    expect(ids(await rooms.listShown(6_000, 20))).toStrictEqual(ids(inOrder))
    expect(ids(await rooms.listShown(6_000, 3))).toStrictEqual(ids(inOrder.slice(0, 3)))
  })

  test(`${name}: live rooms come with the quietest first, and no other`, async () => {
    const rooms = await make()
    const live = [
      aLiveRoom({ lastBeatAt: null }),
      aLiveRoom({ lastBeatAt: 1_000 }),
      aLiveRoom({ lastBeatAt: 2_000 }),
    ]
    for (const room of [aRoom(), anEndedRoom({ lastBeatAt: 1_000 }), ...[...live].reverse()])
      await rooms.add(room)
    const ids = (list: readonly { _id: string }[]) => list.map(({ _id }) => _id)
    expect(ids(await rooms.listLive(20))).toStrictEqual(ids(live))
    expect(ids(await rooms.listLive(2))).toStrictEqual(ids(live.slice(0, 2)))
  })
}
