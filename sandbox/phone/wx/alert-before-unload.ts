import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { askModal } from './surfaces/modal.ts'

/**
 * A question before the page in front is left by the way back or by wx.navigateBack; a page that nothing lies under asks
 * nothing, and no question keeps anybody in the app. Source: WeChat docs, wx.enableAlertBeforeUnload (which does not stop
 * the swipe from the edge; phones here have none).
 */
export const alertBeforeUnload: WxFamily = (phone) => {
  const front = () => {
    const page = phone.pages.current().at(-1)
    if (page === undefined) throw new WxFailure('page not found')
    return page
  }
  return {
    enableAlertBeforeUnload: asyncApi<{ message: string }>(
      phone,
      'enableAlertBeforeUnload',
      ({ message }) => {
        if (typeof message !== 'string')
          throw new WxFailure('parameter error: parameter.message should be String')
        let open: Promise<boolean> | null = null
        // A second way back while the question stands is the same question.
        front().mayLeave = () => {
          open ??= askModal(phone, { content: message })
            .then(({ confirm }) => confirm)
            .finally(() => {
              open = null
            })
          return open
        }
      },
    ),
    disableAlertBeforeUnload: asyncApi(phone, 'disableAlertBeforeUnload', () => {
      front().mayLeave = undefined
    }),
  }
}
