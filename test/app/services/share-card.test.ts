import { readRoomQuery, roomCard, roomPath } from '../../../miniprogram/services/share-card.ts'

const room = {
  roomID: 'r-1',
  title: '开窑夜 50% & 对杯?',
  anchorName: '阿禾',
  cover: 'cloud://env.abc/a b.jpg',
}

/** The query as WeChat hands it to onLoad: still encoded. */
function queryOf(path: string): Record<string, string> {
  const query = path.slice(path.indexOf('?') + 1)
  return Object.fromEntries(query.split('&').map((pair) => pair.split('=') as [string, string]))
}

test('what a card carries arrives whole, also when it was decoded on the way', () => {
  expect(readRoomQuery(queryOf(roomPath(room)))).toStrictEqual(room)
  expect(readRoomQuery({ ...room, anchor: room.anchorName })).toStrictEqual(room)
})

test('a card opens the room and says who is live', () => {
  const card = roomCard(room)
  expect(card.title).toBe('阿禾正在直播：开窑夜 50% & 对杯?')
  expect(card.path.startsWith('/live/room/room?roomID=r-1&')).toBe(true)
  expect(roomCard({ ...room, cover: '' }).imageUrl).toBe('/assets/share.jpg')
})

test('a forged card brings no stranger’s picture and no endless title', () => {
  const read = readRoomQuery({ roomID: 'r', title: '长'.repeat(500), cover: 'https://evil.example/a.jpg' })
  expect(read.cover).toBe('')
  expect(read.title).toHaveLength(60)
})

test('a link without anything is a room without an ID', () => {
  expect(readRoomQuery({}).roomID).toBe('')
})
