import type { RuntimeInternals } from '../../runtime/inspect.ts'
import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { dialogsOf } from '../dialogs.ts'

/** Gives tests a handle on the phone page; bundled by them alone. */
export default function expose(
  phone: PhoneRuntime,
  { wx, getApp }: Pick<RuntimeInternals, 'wx' | 'getApp'>,
): void {
  Object.assign(globalThis, { underTest: { phone, wx, getApp, dialogs: dialogsOf(phone) } })
}
