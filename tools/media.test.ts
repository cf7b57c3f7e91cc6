import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reachableFiles } from './lib/package-files.mjs'
import { readMedia, setMedia } from './media.mjs'

const APP = fileURLToPath(new URL('../miniprogram', import.meta.url))
const FILES = ['app.json', 'live/room/room.json', 'studio/go-live/go-live.json']

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function copyOfTheApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-media-'))
  folders.push(folder)
  cpSync(APP, folder, { recursive: true, filter: (path) => !path.includes('node_modules') })
  return folder
}

const textOf = (app: string) => FILES.map((file) => readFileSync(join(app, file), 'utf8'))

test('the committed app is native and names no plugin', () => {
  expect(readMedia(APP)).toStrictEqual({ media: 'native', problems: [] })
})

test('native → plugin → native leaves every byte as it was', () => {
  const app = copyOfTheApp()
  const before = textOf(app)
  expect(setMedia(app, 'plugin')).toStrictEqual(FILES)
  expect(textOf(app)).not.toStrictEqual(before)
  expect(setMedia(app, 'native')).toStrictEqual(FILES)
  expect(textOf(app)).toStrictEqual(before)
})

test('with the plugin nothing that is uploaded holds a native live tag or our wrappers', () => {
  const app = copyOfTheApp()
  setMedia(app, 'plugin')
  expect(readMedia(app)).toStrictEqual({ media: 'plugin', problems: [] })
  expect(reachableFiles(app).filter((file) => file.includes('components/zego-'))).toStrictEqual([])
})

test('doing it twice changes nothing', () => {
  const app = copyOfTheApp()
  expect(setMedia(app, 'native')).toStrictEqual([])
  setMedia(app, 'plugin')
  expect(setMedia(app, 'plugin')).toStrictEqual([])
})

test('half a change is named, not taken for either', () => {
  const app = copyOfTheApp()
  const room = join(app, 'live/room/room.json')
  writeFileSync(
    room,
    readFileSync(room, 'utf8').replace(/"zego-player": "[^"]*"/, '"zego-player": "plugin://x/y"'),
  )
  expect(readMedia(app).media).toBe('mixed')
})

test('a page that no longer names its component is refused before anything is written', () => {
  const app = copyOfTheApp()
  const before = textOf(app)
  const page = join(app, 'studio/go-live/go-live.json')
  writeFileSync(page, '{ "usingComponents": {} }\n')
  expect(() => setMedia(app, 'plugin')).toThrow(/does not name zego-pusher/)
  expect(textOf(app).slice(0, 2)).toStrictEqual(before.slice(0, 2))
})
