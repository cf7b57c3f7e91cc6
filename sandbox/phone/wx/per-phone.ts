import type { PhoneRuntime } from '../runtime/phone-runtime.ts'

/** One `T` a phone, made at first use: what several families and built-ins share without knowing each other. */
export function perPhone<T>(make: (phone: PhoneRuntime) => T): (phone: PhoneRuntime) => T {
  const made = new WeakMap<PhoneRuntime, T>()
  return (phone) => {
    const known = made.get(phone)
    if (known !== undefined) return known
    const fresh = make(phone)
    made.set(phone, fresh)
    return fresh
  }
}
