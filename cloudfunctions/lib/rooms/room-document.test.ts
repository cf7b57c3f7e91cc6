import { aLiveRoom } from '../testing/a-room'
import { toCard, toSnapshot } from './room-document'

// A field the document may get one day must not leave by itself.
const room = {
  ...aLiveRoom({ ownerOpenid: 'oSecret', openSlot: 'oSecret', online: 12, awaySince: 2_500 }),
  phone: 'oSecret',
}

test('a snapshot holds exactly what a phone may know', () => {
  expect(toSnapshot(room, 7_000)).toStrictEqual({
    roomID: room._id,
    title: '秋冬新款',
    cover: '',
    anchorName: '阿禾',
    status: 'live',
    startedAt: 2_000,
    startsAt: null,
    online: 12,
    rev: 2,
    streamID: 'stream-of-tonight',
    endedAt: null,
    awaySince: 2_500,
    pinned: null,
    shelfRev: 0,
    serverTime: 7_000,
  })
})

test('an openid leaves neither by the snapshot nor by the card', () => {
  expect(JSON.stringify([toSnapshot(room, 1), toCard(room)])).not.toMatch(/oSecret|openid|openSlot/i)
})
