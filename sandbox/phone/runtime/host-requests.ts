import type { Conditions } from '../conditions.ts'
import type { AppLife } from './app-life.ts'
import type { AppPages } from './page-stack.ts'
import type { PhoneLink, PhoneRuntime } from './phone-runtime.ts'

export interface HostRequestDeps {
  readonly phone: PhoneRuntime
  readonly app: AppLife
  readonly pages: AppPages
  /** Takes over what faults have done to the phone. */
  change(conditions: Conditions): void
}

/** What the control API can do to the phone. `automator` and `share.received` are answered by their own rooms. */
export function answerHost(link: PhoneLink, { phone, app, pages, change }: HostRequestDeps): void {
  answerReload(link, () => pages.top()?.address ?? null)
  link.handle('app.open', async ({ url, scene }) => {
    await app.open(url, scene)
    return {}
  })
  link.handle('app.back', async () => {
    await pages.back()
    return {}
  })
  const answer = (run: () => void) => () => {
    run()
    return {}
  }
  link.handle(
    'app.home',
    answer(() => app.hide()),
  )
  link.handle(
    'app.hide',
    answer(() => app.hide()),
  )
  link.handle(
    'app.show',
    answer(() => app.show()),
  )
  link.handle('conditions.set', (conditions) => {
    change(conditions)
    return {}
  })
  link.handle('media.marks', () => ({ players: [...phone.playerMarks.values()].map((read) => read()) }))
}

/** The one request that a phone without a running app answers, too. */
export function answerReload(link: PhoneLink, shown: () => string | null): void {
  link.handle('app.reload', () => {
    const result = { shown: shown() }
    // After the answer is on its way.
    setTimeout(() => location.reload(), 0)
    return result
  })
}
