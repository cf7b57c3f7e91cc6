import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { type LayoutProbe, openLayoutProbe } from './layout-probe.ts'
import { blankTimeWhile } from './screencast.ts'

let browser: Browser
let probe: LayoutProbe

beforeAll(async () => {
  browser = await launchBrowser()
  probe = await openLayoutProbe(browser)
})
afterAll(() => browser.close())

/** A page with words gives way to another; between them stands `empty` for `ms`. */
async function blankOf(empty: string, ms: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.setContent(
    '<body style="background: #f4f3ec"><h1 style="margin-top: 300px">第一页 one</h1></body>',
  )
  const blank = await blankTimeWhile(page, probe, () =>
    page.evaluate(
      async ([between, forMs]) => {
        const words = document.body.innerHTML
        document.body.innerHTML = between
        await new Promise((resolve) => setTimeout(resolve, forMs))
        document.body.innerHTML = words
      },
      [empty, ms] as const,
    ),
  )
  await page.close()
  return blank
}

test('a page that stands empty is timed', async () => {
  const blank = await blankOf('<p>up here, beside the capsule</p>', 400)
  assert.ok(blank >= 380, `${blank} ms`)
})

test('a page whose skeleton stands meanwhile is not blank', async () => {
  const skeleton =
    '<div style="margin: 300px 12px; height: 200px; border-radius: 14px; background: #e2e1da"></div>'
  const blank = await blankOf(skeleton, 400)
  // One frame may be caught between two pages.
  assert.ok(blank < 34, `${blank} ms`)
})
