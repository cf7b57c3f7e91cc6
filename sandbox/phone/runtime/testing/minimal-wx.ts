import type { OpenType, PhoneRuntime } from '../phone-runtime.ts'

/** The few calls that the runtime's own tests make; the real `wx` stands in ../../wx. */
export function createWx(phone: PhoneRuntime): Record<string, unknown> {
  const open =
    (openType: OpenType) =>
    async ({ url, events }: { url: string; events?: Record<string, (...args: unknown[]) => void> }) => {
      const { eventChannel } = await phone.pages.open(openType, url, { events })
      return { eventChannel }
    }
  return {
    navigateTo: open('navigateTo'),
    redirectTo: open('redirectTo'),
    reLaunch: open('reLaunch'),
    navigateBack: ({ delta }: { delta?: number } = {}) => phone.pages.back(delta),
    inTap: () => phone.inTap(),
    callFunction: (name: string, data: unknown) => phone.link.request('cloud.callFunction', { name, data }),
    share: (path: string) => phone.link.request('share.send', { title: '来看', path, imageUrl: '' }),
    onLazyLoadError: (listener: (event: unknown) => void) => phone.events.on('lazyLoadError', listener),
    assetUrl: (path: string) => phone.assetUrl(path),
  }
}
