import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import automator from 'miniprogram-automator'
import { useCleanUp } from './support/clean-up.ts'
import { waitFor } from './support/wait-for.ts'

const cleanUp = useCleanUp()

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** As somebody's first Mini Program looks: plain JavaScript, no cloud, no sandbox.config.json. */
const SOMEBODYS: Readonly<Record<string, string>> = {
  'project.config.json': '{ "appid": "touristappid", "projectname": "counter", "miniprogramRoot": "./" }',
  'app.json': '{ "pages": ["pages/counter/counter"], "window": { "navigationBarTitleText": "计数" } }',
  'app.js': 'App({ globalData: { step: 2 } })',
  'pages/counter/counter.json': '{}',
  'pages/counter/counter.wxml': '<view><button bindtap="onTap">加</button><text>一共 {{count}}</text></view>',
  'pages/counter/counter.wxss': 'button { color: #07c160 }',
  'pages/counter/counter.js': `Page({
    data: { count: 0 },
    onTap() { this.setData({ count: this.data.count + getApp().globalData.step }) },
  })`,
}

async function writeProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'somebodys-'))
  for (const [file, text] of Object.entries(SOMEBODYS)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}

test('npm start -- --project DIR opens a Mini Program that is not ours, and it works', async () => {
  const folder = await writeProject()
  cleanUp(() => rm(folder, { recursive: true, force: true }))
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const [node, ...args] = [...scripts.start.split(' '), '--project', folder]
  expect(node).toBe('node')
  const start = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => start.on('exit', resolve))
  cleanUp(async () => {
    start.kill('SIGINT')
    await ended
  })
  let said = ''
  start.stdout.on('data', (chunk) => {
    said += chunk
  })
  const url = await waitFor(() => /^ready (\S+)$/m.exec(said)?.[1], { what: 'ready', timeoutMs: 60_000 })

  const answer = await fetch(`${url}/_sandbox/automator`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { wsEndpoint } = (await answer.json()) as { wsEndpoint: string }
  const app = await automator.connect({ wsEndpoint })
  cleanUp(() => app.disconnect())
  const page = await waitFor(() => app.currentPage(), { what: 'its first page', timeoutMs: 30_000 })
  expect(page.path).toBe('pages/counter/counter')
  await (await page.$('button'))?.tap()
  await waitFor(async () => (await (await page.$('text'))?.text()) === '一共 2', { what: 'its own words' })

  start.kill('SIGINT')
  expect(await ended).toBe(0)
  await assert.rejects(fetch(url), 'Ctrl-C ends it, with every child')
}, 120_000)
