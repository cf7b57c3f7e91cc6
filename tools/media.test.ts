import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { reachableFiles } from './lib/package-files.mjs'
import { readMedia, setMedia } from './media.mjs'

const APP = fileURLToPath(new URL('../miniprogram', import.meta.url))
const FILES = ['app.json', 'live/room/room.json', 'studio/go-live/go-live.json']

const folders: string[] = []
after(() => {
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
  assert.deepEqual(readMedia(APP), { media: 'native', problems: [] })
})

test('native → plugin → native leaves every byte as it was', () => {
  const app = copyOfTheApp()
  const before = textOf(app)
  assert.deepEqual(setMedia(app, 'plugin'), FILES)
  assert.notDeepEqual(textOf(app), before)
  assert.deepEqual(setMedia(app, 'native'), FILES)
  assert.deepEqual(textOf(app), before)
})

test('with the plugin nothing that is uploaded holds a native live tag or our wrappers', () => {
  const app = copyOfTheApp()
  setMedia(app, 'plugin')
  assert.deepEqual(readMedia(app), { media: 'plugin', problems: [] })
  assert.deepEqual(
    reachableFiles(app).filter((file) => file.startsWith('components/zego-')),
    [],
  )
})

test('doing it twice changes nothing', () => {
  const app = copyOfTheApp()
  assert.deepEqual(setMedia(app, 'native'), [])
  setMedia(app, 'plugin')
  assert.deepEqual(setMedia(app, 'plugin'), [])
})

test('half a change is named, not taken for either', () => {
  const app = copyOfTheApp()
  const room = join(app, 'live/room/room.json')
  writeFileSync(
    room,
    readFileSync(room, 'utf8').replace(/"zego-player": "[^"]*"/, '"zego-player": "plugin://x/y"'),
  )
  assert.equal(readMedia(app).media, 'mixed')
})

test('a page that no longer names its component is refused before anything is written', () => {
  const app = copyOfTheApp()
  const before = textOf(app)
  const page = join(app, 'studio/go-live/go-live.json')
  writeFileSync(page, '{ "usingComponents": {} }\n')
  assert.throws(() => setMedia(app, 'plugin'), /does not name zego-pusher/)
  assert.deepEqual(textOf(app).slice(0, 2), before.slice(0, 2))
})
