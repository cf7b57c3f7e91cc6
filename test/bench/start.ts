import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { PROJECT_ROOT, waitFor } from '../journeys/world.ts'
import { copyProject } from '../support/project-copy.ts'

const SHOWN = 'miniprogram/pages/home/home.wxml'
const WORD = '我要开播'
const RELOADS = 5

/**
 * `readyMs`: start of the process → a browser at the printed address shows the first page of both phones.
 * `reloadMs`: a changed `.wxml` of the shown page is saved → both phones show the new text; the median of five. The
 * project is a copy, because a benchmark writes no file of the one it measures.
 */
export async function benchStart(): Promise<object> {
  const browser = await launchBrowser({ fakeCamera: true })
  const copy = await copyProject('start')
  const dataDir = await mkdtemp(join(tmpdir(), 'kaibo-start-'))
  const startedAt = Date.now()
  const child = spawn(
    process.execPath,
    ['sandbox/cli.mjs', 'start', '--project', copy.root, '--data-dir', dataDir],
    { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const url = await printedAddress(child.stdout)
    const page = await browser.newPage({ viewport: { width: 1440, height: 960 } })
    await page.goto(url)
    await bothPhonesShow(page, WORD)
    const readyMs = Date.now() - startedAt
    return { readyMs, reloadMs: await reloadMs(page, join(copy.root, SHOWN)) }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    await browser.close()
    await rm(dataDir, { recursive: true, force: true })
    await copy.remove()
  }
}

async function reloadMs(page: Page, file: string): Promise<number> {
  const source = await readFile(file, 'utf8')
  const took: number[] = []
  for (let n = 1; n <= RELOADS; n++) {
    const word = `${WORD}${n}`
    const savedAt = Date.now()
    await writeFile(file, source.replaceAll(WORD, word))
    await bothPhonesShow(page, word)
    took.push(Date.now() - savedAt)
  }
  return took.sort((a, b) => a - b)[Math.floor(RELOADS / 2)] ?? Number.NaN
}

async function bothPhonesShow(page: Page, word: string): Promise<void> {
  await waitFor(
    async () => {
      const phones = page.frames().filter((frame) => /\/\/p\d+\.localhost/.test(frame.url()))
      const words = await Promise.all(phones.map((phone) => phone.locator('wx-page').textContent()))
      return phones.length >= 2 && words.every((text) => text?.includes(word))
    },
    { what: `${word} on both phones`, timeoutMs: 60_000 },
  )
}

async function printedAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1]
    if (url) return url
  }
  throw new Error('the sandbox ended before it was ready')
}
