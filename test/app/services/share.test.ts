import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRoomQuery, roomCard, roomPath } from '../../../miniprogram/services/share.ts'

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
  assert.deepEqual(readRoomQuery(queryOf(roomPath(room))), room)
  assert.deepEqual(readRoomQuery({ ...room, anchor: room.anchorName }), room)
})

test('a card opens the room and says who is live', () => {
  const card = roomCard(room)
  assert.equal(card.title, '阿禾正在直播：开窑夜 50% & 对杯?')
  assert.ok(card.path.startsWith('/live/room/room?roomID=r-1&'))
  assert.equal(roomCard({ ...room, cover: '' }).imageUrl, '/assets/share.jpg')
})

test('a forged card brings no stranger’s picture and no endless title', () => {
  const read = readRoomQuery({ roomID: 'r', title: '长'.repeat(500), cover: 'https://evil.example/a.jpg' })
  assert.equal(read.cover, '')
  assert.equal(read.title.length, 60)
})

test('a link without anything is a room without an ID', () => {
  assert.equal(readRoomQuery({}).roomID, '')
})
