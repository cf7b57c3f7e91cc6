import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { dialogsOf } from '../dialogs.ts'

/** Gives tests a handle on the phone page; bundled by them alone. */
export default function expose(phone: PhoneRuntime, { wx }: { wx: Record<string, unknown> }): void {
  Object.assign(globalThis, { underTest: { phone, wx, dialogs: dialogsOf(phone) } })
}
