/** @devtools: the pages that need neither camera nor video, and the navigation between them. */
import { usePhone } from './use-phone.ts'

const phone = usePhone()
const HOME = 'pages/home/home'
const ROOM = '/live/room/room'
const GATE = '/pages/gate/gate'

test('the app opens at home, which shows the way to the studio', async () => {
  await phone().isAt(HOME)
  await phone().sees('我要开播')
})

const links: ReadonlyArray<[name: string, url: string]> = [
  ['a card of a room that does not exist', `${ROOM}?roomID=aaaaaaaaaaaaaaaaaaaaaa`],
  ['a card with a truncated link', ROOM],
  ['a malformed room ID', `${ROOM}?roomID=${encodeURIComponent('<script>')}`],
]
for (const [name, url] of links) {
  test(`${name}: says so and links home`, async () => {
    await phone().opens(url)
    await phone().sees('没有找到这个直播间')
    await phone().tap('.state-btn')
    await phone().isAt(HOME)
  })
}

test('the gate names the base library that is needed, and retrying leads home', async () => {
  await phone().opens(`${GATE}?reason=version&need=2.29.2`)
  await phone().sees('微信该更新一下了')
  await phone().sees('需要 2.29.2 以上')
  await phone().tap('#retry')
  await phone().isAt(HOME)
})

test('the gate of a device without video names devices that work', async () => {
  await phone().opens(`${GATE}?reason=component`)
  await phone().sees('这台设备放不了直播')
  expect(await phone().has('#update')).toBe(false)
})

test('the studio opens from home and closes to it', async () => {
  await phone().opens(`/${HOME}`)
  await phone().isAt(HOME)
  await phone().tap('.studio')
  await phone().isAt('studio/go-live/go-live')
  await phone().tap('.back')
  await phone().isAt(HOME)
})

test('no uncaught errors', () => {
  expect(phone().exceptions).toStrictEqual([])
})
