import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { aRoomStore } from '../support/a-room-store.ts'
import { aGrant, aRoom, RecordingTag, settle } from '../support/fakes.ts'

let { clock, cloud, phone, rtc, store } = {} as ReturnType<typeof aRoomStore>

beforeEach(() => {
  ;({ clock, cloud, phone, rtc, store } = aRoomStore())
})

const enter = () => store.enter('room1', { title: '', anchorName: '', cover: '' }, new RecordingTag())

test('another phone of the same person takes over, and can be taken back', async () => {
  await enter()
  rtc.listener?.connection('otherDevice')
  assert.equal(store.view.action, 'take-over')
  await store.retry()
  assert.deepEqual(rtc.log.slice(-4), ['leave', 'open', 'join', 'play s1'])
})

test('a room that lay under another one is entered anew when it is in front again', async () => {
  await enter()
  rtc.listener?.connection('replaced')
  await settle()
  assert.equal(rtc.log.at(-1), 'leave')
  assert.equal(cloud.count('room.enter'), 1, 'not while it is covered')
  store.foreground()
  store.foreground()
  await settle()
  assert.equal(cloud.count('room.enter'), 2)
  assert.equal(rtc.log.at(-1), 'play s1')
  assert.equal(store.view.kind, 'entering')
})

test('who leaves while entering joins nothing and leaves no timer', async () => {
  let answer: () => void = () => {}
  cloud.answers['room.enter'] = () =>
    new Promise((resolve) => (answer = () => resolve({ room: aRoom(), grant: aGrant() })))
  const entering = enter()
  await settle()
  await store.leave()
  answer()
  await entering
  assert.deepEqual(rtc.log, [])
  assert.equal(clock.waiting, 0)
  assert.equal(phone.listening, 0)
})

test('what a left room still says is not heard, and nothing of it is left behind', async () => {
  await enter()
  phone.tell('networkSwitched')
  rtc.listener?.connection('lost')
  await store.leave()
  rtc.listener?.signal({ kind: 'room', room: { ...aRoom(), rev: 9, status: 'ended', streamID: null } })
  rtc.listener?.connection('lost')
  rtc.listener?.tokenWillExpire()
  phone.tell('hidden', 'shown')
  await settle()
  assert.equal(store.truth?.status, 'live')
  assert.equal(rtc.log.at(-1), 'leave')
  assert.equal(clock.waiting, 0)
  assert.equal(phone.listening, 0)
})
