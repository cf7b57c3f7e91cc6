import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLiveRoom, anEndedRoom, aRoom } from '../testing/a-room'
import type { RoomRepo } from './room-repo'

/** What every RoomRepo keeps. `make` gives one whose collection is empty. */
export function roomRepoContract(name: string, make: () => Promise<RoomRepo>): void {
  test(`${name}: a room comes back as it was written, nulls included`, async () => {
    const rooms = await make()
    const room = aLiveRoom()
    assert.equal(await rooms.add(room), true)
    assert.deepEqual(await rooms.find(room._id), room)
    assert.equal(await rooms.find('nowhere'), null)
  })

  test(`${name}: an owner's slot and a room's ID are taken once`, async () => {
    const rooms = await make()
    const room = aRoom({ openSlot: 'oOwner' })
    assert.equal(await rooms.add(room), true)
    assert.equal(await rooms.add(aRoom({ openSlot: 'oOwner' })), false)
    assert.equal(await rooms.add(aRoom({ _id: room._id, openSlot: 'oOther' })), false)
    assert.equal((await rooms.findOpenOf('oOwner'))?._id, room._id)
    assert.equal(await rooms.findOpenOf('oOther'), null)
  })

  test(`${name}: of two adds at once for one slot, one wins`, async () => {
    const rooms = await make()
    const both = await Promise.all([
      rooms.add(aRoom({ openSlot: 'oOwner' })),
      rooms.add(aRoom({ openSlot: 'oOwner' })),
    ])
    assert.deepEqual(both.sort(), [false, true])
  })

  test(`${name}: a change is written only to the room as it was seen, and counts one on`, async () => {
    const rooms = await make()
    const room = aLiveRoom()
    await rooms.add(room)
    const end = { status: 'ended', streamID: null, endedAt: 9_000, openSlot: room._id } as const
    assert.equal(await rooms.update({ ...room, rev: 1 }, end), false)
    assert.equal(await rooms.update({ ...room, status: 'created' }, end), false)
    assert.deepEqual(await rooms.find(room._id), room)
    assert.equal(await rooms.update(room, end), true)
    assert.deepEqual(await rooms.find(room._id), { ...room, ...end, rev: 3 })
    assert.equal(await rooms.update(room, end), false)
  })

  test(`${name}: of many writers who saw the same, one wins`, async () => {
    const rooms = await make()
    const room = aRoom()
    await rooms.add(room)
    const wins = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((title) => rooms.update(room, { title })),
    )
    assert.equal(wins.filter(Boolean).length, 1)
    assert.equal((await rooms.find(room._id))?.rev, 2)
  })

  test(`${name}: a note is written without a new rev, objects whole, and only while the status is the same`, async () => {
    const rooms = await make()
    const room = aLiveRoom()
    await rooms.add(room)
    const uplink = { videoKbps: 1200, audioKbps: 48, fps: 15 }
    const note = { lastBeatAt: 9_000, uplink, online: 7, session: { id: '18446744073709551615', at: 5 } }
    assert.equal(await rooms.note(room, note), true)
    assert.deepEqual(await rooms.find(room._id), { ...room, ...note })
    assert.equal(await rooms.note(room, { uplink: { ...uplink, fps: 0 } }), true)
    assert.deepEqual((await rooms.find(room._id))?.uplink, { ...uplink, fps: 0 })
    assert.equal(await rooms.note({ ...room, status: 'created' }, { online: 8 }), false)
    assert.equal((await rooms.find(room._id))?.online, 7)
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
    assert.deepEqual(ids(await rooms.listShown(6_000, 20)), ids(inOrder))
    assert.deepEqual(ids(await rooms.listShown(6_000, 3)), ids(inOrder.slice(0, 3)))
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
    assert.deepEqual(ids(await rooms.listLive(20)), ids(live))
    assert.deepEqual(ids(await rooms.listLive(2)), ids(live.slice(0, 2)))
  })
}
