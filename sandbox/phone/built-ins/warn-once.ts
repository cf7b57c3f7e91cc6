import type { PhoneRuntime } from '../runtime/phone-runtime.ts'
import { perPhone } from '../wx/per-phone.ts'

const warned = perPhone(() => new Set<string>())

/** One line in the terminal for something that has no effect here, however often it is asked for. */
export function warnOnce(phone: PhoneRuntime, what: string, id: string): void {
  const said = warned(phone)
  if (said.has(what)) return
  said.add(what)
  phone.link
    .request('log.add', {
      type: 'warn',
      args: [`${what} has no effect in the sandbox (DIFFERENCES.md ${id})`],
    })
    .catch(() => undefined)
}
