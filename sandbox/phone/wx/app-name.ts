import type { PhoneRuntime } from '../runtime/phone-runtime.ts'

/** The Mini Program's name is not in the project: its window title stands for it (D-WX-55). */
export const appName = (phone: PhoneRuntime): string =>
  String(phone.manifest.window.navigationBarTitleText ?? '') || phone.manifest.appid
