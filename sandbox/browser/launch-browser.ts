import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

export interface LaunchOptions {
  /** The device's camera and microphone are replaced by Chromium's fake ones and permission is given. */
  readonly fakeCamera?: boolean
}

const FLAGS = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // Phones keep playing and pushing when their frame is not the one in front.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--autoplay-policy=no-user-gesture-required',
]

/** A headless browser for phones that nobody opens in an own browser. The caller closes it. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const program = await findBrowser()
  return chromium.launch({
    executablePath: program.path,
    env: { ...process.env, ...program.env } as Record<string, string>,
    headless: true,
    // Playwright would end our process (130) before the other parts have stopped; the caller closes the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Chromium's own sandbox cannot start as root (containers, CI).
    chromiumSandbox: process.platform === 'linux' && process.getuid?.() === 0 ? false : undefined,
    args: [
      ...FLAGS,
      ...(options.fakeCamera ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] : []),
    ],
  })
}
