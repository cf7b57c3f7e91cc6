import { SandboxUnsupportedError } from '../../errors.ts'
import type { HostHandlers } from '../host.ts'

/** The app methods that only the host can answer; all others go to the phone page. */
export const appDispatcher: HostHandlers = {
  'App.captureScreenshot': async (_params, { host }) => {
    const picture = await host.screenshot()
    if (picture === null) {
      // A page cannot photograph itself, and the developer's own browser is not ours to control.
      throw new SandboxUnsupportedError('a screenshot of a phone opened in your own browser', 'D-AU-04')
    }
    return { data: picture.toString('base64') }
  },
  'App.enableLog': (_params, { enableLog }) => {
    enableLog()
    return {}
  },
  // DevTools ends the app's service here; the phone itself closes with the Tool.close that follows (D-AU-05).
  'App.exit': () => ({}),
}
