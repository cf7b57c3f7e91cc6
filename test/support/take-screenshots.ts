/** `npm run screenshots`: the pictures of the README, taken of the running product. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Frame, Page } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { openProject } from '../../sandbox/project/project.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { putOnShelf } from '../journeys/shop-helpers.ts'
import type { World } from '../journeys/world.ts'
import { waitFor } from './wait-for.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const IMAGES = join(ROOT, 'docs/images')
const TITLE = '梅子青开窑夜，对杯首次上架'
const SCREEN = { width: 390, height: 844 } as const
/** ms: the slowest step is the first key frame on a busy machine. */
const PATIENCE = { timeout: 60_000 } as const

/** A phone as a page of its own or as a frame of the control page. */
type View = Page | Frame

const dataDir = await mkdtemp(join(tmpdir(), 'kaibo-screenshots-'))
const sandbox = await startSandbox({ project: openProject(ROOT), dataDir, scene: 'demo', log: () => {} })
const browser = await launchBrowser()
try {
  await mkdir(IMAGES, { recursive: true })
  await takeSinglePhones(sandbox, browser)
  await takeControlPage(sandbox, browser)
} finally {
  await browser.close()
  await sandbox.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** One phone a picture: the studio before the show, home while it is live, the room and what is sold in it. */
async function takeSinglePhones(sandbox: Sandbox, browser: Browser): Promise<void> {
  const { devices } = sandbox
  const open = async (person: string) => {
    const { id, url } = await devices.openPhone({ person })
    const page = await browser.newPage({ viewport: SCREEN, deviceScaleFactor: 2, hasTouch: true })
    await page.goto(url)
    return { id, page }
  }
  const merchant = await open('阿禾')
  await openStudio(merchant.page)
  await take(merchant.page, 'go-live')
  await goLive(merchant.page)
  const roomID = sandbox.zego?.rooms()[0]?.roomID ?? ''
  await putOnShelf({ control: controlOf(sandbox) }, roomID, ['cup', 'gaiwan', 'pot', 'cake'], {
    lessFen: { gaiwan: 2_900 },
    pin: 'cup',
  })

  const shopper = await open('林间小鹿')
  await shopper.page.getByText('直播中').waitFor(PATIENCE)
  await take(shopper.page, 'home')
  await shopper.page.getByText('进去看看').click()
  await isWatching(shopper.page)
  await shopper.page.getByText('讲解中').waitFor(PATIENCE)
  await take(shopper.page, 'room')
  await shopper.page.getByText('抢', { exact: true }).click()
  await stands(shopper.page, '[data-wx-id=buy]')
  await take(shopper.page, 'buy')
  await merchant.page.getByText('结束', { exact: true }).click()
  await merchant.page.locator('[data-wx-id=end-sure]').click()
  await merchant.page.getByText('播完了').waitFor(PATIENCE)
  for (const { id, page } of [merchant, shopper]) {
    await page.close()
    await devices.closePhone(id)
  }
}

/** The control API as the control page calls it. */
function controlOf({ url }: Sandbox): World['control'] {
  return async (method, path, body) => {
    const answer = await fetch(`${url}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as never
  }
}

/** Both phones on the control page, while one watches the other. */
async function takeControlPage({ url }: Sandbox, browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 980 }, deviceScaleFactor: 1.5 })
  await page.goto(url)
  const [merchant, shopper] = await waitFor(
    () => {
      const frames = page.frames().filter((frame) => /\/\/p\d+\.localhost/.test(frame.url()))
      return frames.length === 2 ? (frames as [Frame, Frame]) : null
    },
    { what: 'both phones on the control page', timeoutMs: PATIENCE.timeout },
  )
  await openStudio(merchant)
  await goLive(merchant)
  await merchant.getByText('分享', { exact: true }).click()
  await merchant.getByText('发送', { exact: true }).click()
  await shopper.getByText('阿禾正在直播').click()
  await isWatching(shopper)
  await waitFor(async () => (await Promise.all([merchant, shopper].map(isClear))).every(Boolean), {
    what: 'dialogs and messages to be over',
    timeoutMs: PATIENCE.timeout,
  })
  // The SDK's own talk is for the terminal.
  for (const key of ['problems only', '清空 clear']) await page.getByText(key).click()
  await take(page, 'two-phones')
}

async function openStudio(phone: View): Promise<void> {
  await phone.getByText('我要开播').click(PATIENCE)
  await phone.getByText('同意，去开播').click(PATIENCE)
  for (let dialog = 0; dialog < 2; dialog += 1) await phone.getByText('允许', { exact: true }).click(PATIENCE)
  await phone.getByText('开始直播', { exact: true }).waitFor(PATIENCE)
  await phone.locator('[data-wx-id=title] input').fill(TITLE)
  await phone.locator('[data-wx-id=title] input').blur()
}

async function goLive(phone: View): Promise<void> {
  await phone.getByText('开始直播', { exact: true }).click()
  await phone.getByText('观众看得见、听得见').waitFor(PATIENCE)
}

/** The picture moves and its first seconds, in which the encoder is still coarse, are over. */
async function isWatching(phone: View): Promise<void> {
  await phone.getByText('静音').waitFor(PATIENCE)
  await waitFor(() => phone.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 3), {
    what: 'a picture that moves',
    timeoutMs: PATIENCE.timeout,
  })
}

/** A sheet has risen: what it holds is on the screen, in one place. */
async function stands(page: Page, selector: string): Promise<void> {
  let before = Number.NaN
  await waitFor(
    async () => {
      const box = await page.locator(selector).boundingBox()
      const bottom = box === null ? Number.NaN : box.y + box.height
      const still = bottom === before && bottom <= SCREEN.height
      before = bottom
      return still
    },
    { what: `${selector} to stand`, timeoutMs: PATIENCE.timeout },
  )
}

/** WeChat has nothing over the page. */
function isClear(phone: View): Promise<boolean> {
  return phone.evaluate(() => document.querySelector('.phone-overlay > :not(style)') === null)
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(IMAGES, `${name}.jpg`), type: 'jpeg', quality: 86 })
  console.log(`docs/images/${name}.jpg`)
}
