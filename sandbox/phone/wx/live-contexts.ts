import { type LiveControls, liveRegistryOf } from '../built-ins/live-controls.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'

/** Source: WeChat docs, API/媒体/实时音视频/LivePusherContext. */
const PUSHER_METHODS = [
  'start',
  'stop',
  'pause',
  'resume',
  'switchCamera',
  'snapshot',
  'toggleTorch',
  'startPreview',
  'stopPreview',
  'exitPictureInPicture',
  'playBGM',
  'stopBGM',
  'pauseBGM',
  'resumeBGM',
  'setBGMVolume',
  'setMICVolume',
  'sendMessage',
  'setZoom',
  'getMaxZoom',
  'applyFilter',
  'clearFilters',
  'applySticker',
  'clearStickers',
  'applyLipStickMakeup',
  'applyEyeShadowMakeup',
  'applyBlusherStickMakeup',
  'applyFaceContourMakeup',
  'applyEyeBrowMakeup',
  'clearMakeups',
  'onCustomRendererEvent',
  'createOffscreenCanvas',
] as const

/** Source: WeChat docs, API/媒体/实时音视频/LivePlayerContext. */
const PLAYER_METHODS = [
  'play',
  'stop',
  'mute',
  'pause',
  'resume',
  'requestFullScreen',
  'exitFullScreen',
  'exitPictureInPicture',
  'snapshot',
  'requestPictureInPicture',
  'requestBackgroundPlayback',
  'exitBackgroundPlayback',
  'startCasting',
  'switchCasting',
  'reconnectCasting',
  'exitCasting',
] as const

/** Callbacks only: the live contexts have no Promise form. */
function context(
  phone: PhoneRuntime,
  operation: string,
  methods: readonly string[],
  find: () => LiveControls | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    methods.map((method) => [
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
      return context(phone, 'operateLivePusher', PUSHER_METHODS, () => registry.pusherOf(page?.component))
    },
    createLivePlayerContext: (id: string, component?: { _$?: unknown }) => {
      const owner = (component?._$ ?? phone.pages.current().at(-1)?.component) as WithShadow | undefined
      return context(phone, 'operateLivePlayer', PLAYER_METHODS, () =>
        registry.playerOf(owner?.getShadowRoot?.()?.querySelector(`#${id}`)),
      )
    },
  }
}
