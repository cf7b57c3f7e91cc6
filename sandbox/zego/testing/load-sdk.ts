import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ZegoExpressEngine } from 'zego-express-engine-miniprogram'

export type Engine = ZegoExpressEngine
export type EngineClass = typeof ZegoExpressEngine

const PACKAGE = 'zego-express-engine-miniprogram'

/** The npm package's own text; a Mini Program keeps it in its rtc sub-package, the root has it for this test. */
const source = readFileSync(createRequire(import.meta.url).resolve(PACKAGE), 'utf8')

/** Names of a browser that WeChat's module wrapper declares and leaves undefined; the SDK assigns to `window`. */
const BROWSER_NAMES = ['window', 'self', 'document', 'navigator', 'localStorage', 'WebSocket']

/** The bundle logs what it does even with logLevel 'disable': its console is not the test's. */
const quiet = new Proxy({}, { get: () => () => undefined })

/** destroyEngine leaves timers behind; they must not keep the test's process alive. */
const timers = {
  setTimeout: (run: () => void, ms?: number) => setTimeout(run, ms).unref(),
  setInterval: (run: () => void, ms?: number) => setInterval(run, ms).unref(),
}

/** Loads the unmodified bundle as WeChat does: a function around it, with `wx` and without a browser. */
export function loadSdk(wx: object): EngineClass {
  const module: { exports: Record<string, unknown> } = { exports: {} }
  const require = (name: string) => {
    throw new Error(`${PACKAGE} asked for ${name}`)
  }
  const given = { module, exports: module.exports, require, wx, console: quiet, ...timers }
  const wrapper = new Function(...Object.keys(given), ...BROWSER_NAMES, source)
  wrapper(...Object.values(given))
  return module.exports.ZegoExpressEngine as EngineClass
}
