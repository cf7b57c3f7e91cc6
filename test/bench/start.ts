import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { PROJECT_ROOT, waitFor } from '../journeys/world.ts'

/**
 * `readyMs`: start of the process → a browser at the printed address shows the first page of both phones.
 * `reloadMs` is null: saving a file does not reload the page yet.
 */
export async function benchStart(): Promise<object> {
  const browser = await launchBrowser({ fakeCamera: true })
  const dataDir = await mkdtemp(join(tmpdir(), 'kaibo-start-'))
  const startedAt = Date.now()
  const child = spawn(process.execPath, ['sandbox/cli.mjs', 'start', '--data-dir', dataDir], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await printedAddress(child.stdout)
    const page = await browser.newPage({ viewport: { width: 1440, height: 960 } })
    await page.goto(url)
    await waitFor(
      async () => {
        const phones = page.frames().filter((frame) => /\/\/p\d+\.localhost/.test(frame.url()))
        const words = await Promise.all(phones.map((phone) => phone.locator('wx-page').textContent()))
        return phones.length >= 2 && words.every((text) => text?.includes('我要开播'))
      },
      { what: 'the first page of both phones', timeoutMs: 60_000 },
    )
    return { readyMs: Date.now() - startedAt, reloadMs: null }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    await browser.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function printedAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1]
    if (url) return url
  }
  throw new Error('the sandbox ended before it was ready')
}
