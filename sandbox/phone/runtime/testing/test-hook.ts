import type { PageModule } from '../inspect.ts'

/** Lets tests look into the page from outside: `test` of the page holds what app code never sees. */
const hook: PageModule = (phone, internals) => {
  phone.link.handle('share.received', (card) => {
    received.push(card)
    return {}
  })
  const received: unknown[] = []
  Object.assign(globalThis, { test: { phone, internals, received } })
}

export default hook
