import type { ConnectionError } from '../../core/connection-error'
import { errorLines } from '../../core/error-text'
import { ERROR_MESSAGES, type ErrorCode } from '../../domain/errors'
import type { AnchorSessionError } from '../../rtc/anchor-session'

export type StudioError = ErrorCode | ConnectionError | AnchorSessionError

export type MissingDevice = 'camera' | 'microphone'

export const NO_SETUP_CODE = '把开店码填进来'

/** What the anchor reads when WeChat refuses a device. */
export const MISSING: Record<MissingDevice, { readonly title: string; readonly text: string }> = {
  camera: { title: '没有相机权限', text: '观众会看不到你，去设置里打开就好' },
  microphone: { title: '没有麦克风权限', text: '观众会听不见你，去设置里打开就好' },
}

/** retry = the same again, continue = go on with the show that is live, back = to the preview, home = out of here. */
export type StudioAction = 'retry' | 'continue' | 'home' | 'back' | 'end-last'

export interface StudioErrorView {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly action: StudioAction
  /** A second, quieter way on; '' = none. */
  readonly aside: string
}

type View = Omit<StudioErrorView, 'aside'> & { readonly aside?: string }

const RETRY = { button: '再试一次', action: 'retry' } as const

const VIEWS: Partial<Record<StudioError, View>> = {
  NOT_ANCHOR: {
    title: '这里是主播开播的地方',
    text: '你的微信不是这家店的店主，只有店主能在这里开播',
    button: '回首页看直播',
    action: 'home',
  },
  ALREADY_LIVE: {
    title: '你有一场直播还在播',
    text: '可能在另一台手机上，也可能上次没来得及结束。接过来播，观众不用重进',
    button: '在这里接着播',
    action: 'continue',
    aside: '结束那一场',
  },
  RTC_LOAD: { title: '直播组件没下载完', text: '网络好像断了一下，再试一次就行', ...RETRY },
  LOGIN: { title: '没能接通直播间', text: '线路没有回应，再试一次', ...RETRY },
  LOST: {
    title: '和直播间断开了',
    text: '直播还没结束，网络恢复后接着播就行',
    button: '接着播',
    action: 'continue',
  },
  OTHER_DEVICE: {
    title: '这场直播换到另一台手机上了',
    text: '要在这台手机上播，点下面接过来',
    button: '在这里继续播',
    action: 'continue',
  },
  NETWORK: { ...errorLines('NETWORK'), ...RETRY },
  TITLE_EMPTY: {
    title: ERROR_MESSAGES.TITLE_EMPTY,
    text: '观众在卡片上先看到它',
    button: '去填',
    action: 'back',
  },
  TITLE_REFUSED: { ...errorLines('TITLE_REFUSED'), button: '去改', action: 'back' },
  BAD_INPUT: { title: '标题太长了', text: '改短一点再试', button: '去改', action: 'back' },
  ROOM_ENDED: {
    title: '这一场已经结束了',
    text: '再点一次开始，就是新的一场',
    button: '知道了',
    action: 'back',
  },
}

export function studioErrorView(error: StudioError): StudioErrorView {
  const view = VIEWS[error] ?? { title: '没能开播', text: ERROR_MESSAGES[error as ErrorCode], ...RETRY }
  return { aside: '', ...view }
}
