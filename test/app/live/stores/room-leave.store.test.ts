import assert from 'node:assert/strict'
import { aRoomStore } from '../../support/a-room-store.ts'
import { aGrant, aRoom, RecordingLiveComponent, settle } from '../../support/fakes.ts'

let { clock, cloud, phone, rtc, store } = {} as ReturnType<typeof aRoomStore>

beforeEach(() => {
  ;({ clock, cloud, phone, rtc, store } = aRoomStore())
})

const enter = () =>
  store.enter('room1', { title: '', anchorName: '', cover: '' }, new RecordingLiveComponent())

test('another phone of the same person takes over, and can be taken back', async () => {
  await enter()
  rtc.listener?.connection('otherDevice')
  expect(store.view.action).toBe('take-over')
  await store.retry()
  expect(rtc.log.slice(-4)).toStrictEqual(['leave', 'open', 'join', 'play s1'])
})

test('a room that lay under another one is entered anew when it is in front again', async () => {
  await enter()
  rtc.listener?.connection('replaced')
  await settle()
  expect(rtc.log.at(-1)).toBe('leave')
  assert.equal(cloud.count('room.enter'), 1, 'not while it is covered')
  store.foreground()
  store.foreground()
  await settle()
  expect(cloud.count('room.enter')).toBe(2)
  expect(rtc.log.at(-1)).toBe('play s1')
  expect(store.view.kind).toBe('entering')
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
  expect(rtc.log).toStrictEqual([])
  expect(clock.waiting).toBe(0)
  expect(phone.listening).toBe(0)
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
  expect(store.snapshot?.status).toBe('live')
  expect(rtc.log.at(-1)).toBe('leave')
  expect(clock.waiting).toBe(0)
  expect(phone.listening).toBe(0)
})
