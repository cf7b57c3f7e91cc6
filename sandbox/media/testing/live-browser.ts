import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import type { CleanUp } from '../../../test/support/clean-up.ts'
import { launchBrowser } from '../../browser/launch-browser.ts'

/** Serves the test page on pN.localhost and opens tabs of one headless browser; both end with the test. */
export async function useLiveBrowser(cleanUp: CleanUp): Promise<{
  ownOrigin(origin: string): boolean
  open(phone: string): Promise<Page>
}> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('../page/testing/live-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  })
  const files = new Map([
    ['/', { type: 'text/html', text: '<!doctype html><body><script type="module" src="/page.js"></script>' }],
    ['/page.js', { type: 'text/javascript', text: bundle.outputFiles[0]?.text ?? '' }],
  ])
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    if (file) response.writeHead(200, { 'content-type': `${file.type}; charset=utf-8` }).end(file.text)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const browser = await launchBrowser({ fakeCamera: true })
  cleanUp(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
  })
  return {
    ownOrigin: (origin) => new RegExp(`^http://p\\d+\\.localhost:${port}$`).test(origin),
    async open(phone) {
      const page = await browser.newPage({ viewport: { width: 360, height: 640 } })
      page.on('pageerror', (error) => console.log(`${phone}: ${error.message}`))
      await page.goto(`http://${phone}.localhost:${port}/`)
      await page.waitForFunction('window.live !== undefined')
      return page
    },
  }
}
