/** `npm run screenshots`: the pictures of the README, taken of the running product. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Frame } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { openProject } from '../../sandbox/project/project.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { waitFor } from './wait-for.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const picture = (name: string) => join(ROOT, 'docs/images', `${name}.jpg`)

const dataDir = await mkdtemp(join(tmpdir(), 'kaibo-screenshots-'))
const sandbox = await startSandbox({ project: openProject(ROOT), dataDir, scene: 'demo', log: () => {} })
const browser = await launchBrowser()
try {
  const desk = await browser.newPage({ viewport: { width: 1280, height: 980 }, deviceScaleFactor: 1.5 })
  await desk.goto(sandbox.url)
  const [merchant, shopper] = await waitFor(
    () => {
      const frames = desk.frames().filter((frame) => /\/\/p\d+\.localhost/.test(frame.url()))
      return frames.length === 2 ? (frames as [Frame, Frame]) : null
    },
    { what: 'both phones on the desk' },
  )

  await merchant.locator('.studio').click()
  for (let dialog = 0; dialog < 2; dialog += 1) await merchant.getByText('允许', { exact: true }).click()
  await merchant.getByText('开始直播', { exact: true }).click()
  await merchant.getByText('观众看得见、听得见').waitFor({ timeout: 30_000 })
  await merchant.getByText('分享', { exact: true }).click()
  await merchant.getByText('发送', { exact: true }).click()
  await shopper.getByText('阿禾正在直播').click()
  const openedAt = Date.now()
  await waitFor(() => sandbox.media.streams().some(({ readers }) => readers > 0), {
    what: 'the shopper watching',
  })
  await waitFor(() => Date.now() - openedAt > 3_000, { what: 'dialogs and toasts to be over' })
  await desk.screenshot({ path: picture('two-phones'), type: 'jpeg', quality: 86 })
  console.log('docs/images/two-phones.jpg')
} finally {
  await browser.close()
  await sandbox.stop()
  await rm(dataDir, { recursive: true, force: true })
}
