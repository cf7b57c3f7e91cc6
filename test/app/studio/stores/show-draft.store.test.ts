import { SessionStore } from '../../../../miniprogram/core/session.store.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { ShowDraftStore } from '../../../../miniprogram/studio/stores/show-draft.store.ts'
import { A_DRAFT_ROOM } from '../../support/a-studio.ts'
import { FakeClock, RecordingCloud } from '../../support/fakes.ts'

let clock: FakeClock
let cloud: RecordingCloud
let asked: unknown[]
let draft: ShowDraftStore
let tonight: number

beforeEach(() => {
  clock = new FakeClock()
  asked = []
  tonight = new Date(new Date(clock.now()).setHours(23, 30, 0, 0)).getTime()
  cloud = new RecordingCloud({
    'studio.create': (fields) => {
      asked.push(fields)
      return { room: { ...A_DRAFT_ROOM, serverTime: clock.now() } }
    },
  })
  draft = new ShowDraftStore({ cloud, session: new SessionStore({ clock }) })
  draft.setTitle(' 开窑夜 ')
})

test('a show is announced with title, cover and time, and has a card from then on', async () => {
  draft.setCover('cloud://env/covers/a.jpg')
  draft.setStart(tonight)
  await Promise.all([draft.announce(), draft.announce()])
  expect(asked).toStrictEqual([{ title: '开窑夜', cover: 'cloud://env/covers/a.jpg', startsAt: tonight }])
  expect(draft.note).toBe('首页已写上 今晚 23:30，到点来这里开播')
  expect(draft.room?.roomID).toBe('room1')
})

test('what begins now is not announced, and without a title nothing is', async () => {
  await draft.announce()
  draft.setStart(tonight)
  draft.setTitle(' ')
  await draft.announce()
  expect(asked).toStrictEqual([])
  expect(draft.note).toBe('给直播起个标题吧')
})

test('a refused announcement says why and can be repeated', async () => {
  cloud.answers['studio.create'] = () => Promise.reject(new AppError('TITLE_REFUSED'))
  draft.setStart(tonight)
  await draft.announce()
  expect(draft.note).toBe('标题没通过检查，换个说法再试')
  expect(draft.announcing).toBe(false)
})

test('an announcement that is answered after the show has begun gives the next show no room', async () => {
  let answer: () => void = () => {}
  cloud.answers['studio.create'] = () =>
    new Promise((resolve) => (answer = () => resolve({ room: { ...A_DRAFT_ROOM, serverTime: clock.now() } })))
  draft.setStart(tonight)
  const announcing = draft.announce()
  draft.forgetRoom()
  answer()
  await announcing
  expect([draft.room, draft.announcing, draft.note]).toStrictEqual([null, false, ''])
})

test('an announced show is written on where it was left', () => {
  draft.takeUp({ ...A_DRAFT_ROOM, title: '开窑夜二', cover: 'cloud://c', startsAt: tonight })
  expect([draft.title, draft.cover, draft.note]).toStrictEqual([
    '开窑夜二',
    'cloud://c',
    '已预告：今晚 23:30',
  ])
  expect(draft.request).toStrictEqual({ title: '开窑夜二', cover: 'cloud://c' })
})

test('a title is counted as a person counts', () => {
  draft.setTitle('开🎉')
  expect(draft.titleCount).toBe('2/30')
})
