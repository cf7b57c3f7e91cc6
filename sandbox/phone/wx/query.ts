import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'

type Factory = (...args: unknown[]) => unknown

/** Queries and observers of the page on top, or of the given component. Source: WeChat docs, API/WXML. */
export const query: WxFamily = (phone) => ({
  createSelectorQuery: () => call(topPage(phone), 'createSelectorQuery'),
  createIntersectionObserver: (component: Record<string, unknown> | undefined, options: unknown) =>
    call(component ?? topPage(phone), 'createIntersectionObserver', options),
  createMediaQueryObserver: (component: Record<string, unknown> | undefined) =>
    call(component ?? topPage(phone), 'createMediaQueryObserver'),
})

function call(target: Record<string, unknown>, name: string, ...args: unknown[]): unknown {
  return (target[name] as Factory).apply(target, args)
}

function topPage(phone: PhoneRuntime): Record<string, unknown> {
  const page = phone.pages.current().at(-1)
  if (page === undefined) throw new Error('no page is open')
  return page.instance
}
