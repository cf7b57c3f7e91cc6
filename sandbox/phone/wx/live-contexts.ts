import { type LiveControls, liveRegistryOf } from '../built-ins/live-controls.ts'
import { isThere, PLAYER_METHODS_SINCE, PUSHER_METHODS_SINCE } from '../built-ins/live-versions.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'

/** Callbacks only: the live contexts have no Promise form. Methods that this base library lacks are not there. */
function context(
  phone: PhoneRuntime,
  operation: string,
  methods: Readonly<Record<string, string>>,
  find: () => LiveControls | undefined,
): Record<string, unknown> {
  const { SDKVersion } = phone.device
  const known = Object.keys(methods).filter((method) => isThere(methods, method, SDKVersion))
  return Object.fromEntries(
    known.map((method) => [
      method,
      asyncApi(
        phone,
        operation,
        async (options) => {
          // a setData of the same task (a new url, a pusher that now exists) is shown before the operation runs
          await new Promise((resolve) => setTimeout(resolve, 0))
          const controls = find()
          if (controls === undefined) throw new WxFailure('component not found')
          return controls.call(method, options)
        },
        { promise: false },
      ),
    ]),
  )
}

interface WithShadow {
  getShadowRoot?: () => { querySelector(selector: string): unknown } | null
}

/** wx.createLivePusherContext and wx.createLivePlayerContext. */
export const liveContexts: WxFamily = (phone) => {
  const registry = liveRegistryOf(phone)
  return {
    checkIsPictureInPictureActive: () => phone.smallWindow.isActive(),
    createLivePusherContext: () => {
      const page = phone.pages.current().at(-1)
      return context(phone, 'operateLivePusher', PUSHER_METHODS_SINCE, () =>
        registry.pusherOf(page?.component),
      )
    },
    createLivePlayerContext: (id: string, component?: { _$?: unknown }) => {
      const owner = (component?._$ ?? phone.pages.current().at(-1)?.component) as WithShadow | undefined
      return context(phone, 'operateLivePlayer', PLAYER_METHODS_SINCE, () =>
        registry.playerOf(owner?.getShadowRoot?.()?.querySelector(`#${id}`)),
      )
    },
  }
}
