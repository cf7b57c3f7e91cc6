/** `npm run seed-pictures`: draws the demo shop's goods into cloudfunctions/database/seed/pictures/. */
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchBrowser } from '../sandbox/browser/launch-browser.ts'
import { drawGoods, pictureNames } from './seed-pictures/drawings.mjs'

const SIDE = 480
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'cloudfunctions/database/seed/pictures')

await mkdir(folder, { recursive: true })
const browser = await launchBrowser()
try {
  const page = await browser.newPage({ viewport: { width: SIDE, height: SIDE } })
  for (const name of pictureNames) {
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawGoods(name)}`)
    await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 82 })
  }
  console.log(`${pictureNames.length} pictures`)
} finally {
  await browser.close()
}
