import type { RuntimeInternals } from '../../phone/runtime/inspect.ts'
import type { PhoneRuntime } from '../../phone/runtime/phone-runtime.ts'
import { recordedExports } from './recorded-exports.ts'

/** The package of a module that was built by npm: `live/miniprogram_npm/@scope/name/index.js`. */
const PACKAGE = /(?:^|\/)miniprogram_npm\/((?:@[^/]+\/)?[^/]+)\/index\.js$/

/**
 * Records the calls of the npm packages that sandbox.config.json names under `record`, as kind `sdk`. App code is not
 * changed: what it requires is watched.
 */
export default function recordPackages(phone: PhoneRuntime, internals: RuntimeInternals): void {
  const packages = phone.device.recordPackages ?? []
  if (packages.length === 0) return
  internals.intercept((path, exports) =>
    packages.includes(PACKAGE.exec(path)?.[1] ?? '')
      ? recordedExports(exports, (what, detail) => phone.record('sdk', what, detail))
      : exports,
  )
}
