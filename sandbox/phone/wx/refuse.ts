import { SandboxUnsupportedError } from '../../errors.ts'
import { type AppCaller, asyncApi, WxFailure } from './callback.ts'
import { KNOWN_APIS } from './known-apis.ts'

/** D-WX-40: names of `wx` that exist in WeChat and are not imitated. */
export const NOT_IMITATED = 'D-WX-40'

/** Names with a more telling row than D-WX-40. */
const OWN_ROW: Readonly<Record<string, string>> = {
  // D-WX-41: pictures, videos and files of the person's phone
  chooseImage: 'D-WX-41',
  chooseVideo: 'D-WX-41',
  chooseMessageFile: 'D-WX-41',
  getFileSystemManager: 'D-WX-41',
  saveImageToPhotosAlbum: 'D-WX-41',
  previewImage: 'D-WX-41',
  uploadFile: 'D-WX-41',
  downloadFile: 'D-WX-41',
  // D-WX-42: payment of orders by WeChat's own trade component
  requestOrderPayment: 'D-WX-42',
  // D-WX-43: login code, profile, phone number
  login: 'D-WX-43',
  checkSession: 'D-WX-43',
  getUserProfile: 'D-WX-43',
  getUserInfo: 'D-WX-43',
  // D-WX-44: subscription messages
  requestSubscribeMessage: 'D-WX-44',
}

export const rowOf = (name: string): string => OWN_ROW[name] ?? NOT_IMITATED

/** The refusal text of `wx.NAME`: `not supported in the sandbox (D-WX-…)`. */
export const refusalOf = (id: string): string => `not supported in the sandbox (${id})`

/** Fails an API from inside with a row of DIFFERENCES.md. */
export const unsupported = (id: string): WxFailure => new WxFailure(refusalOf(id))

/**
 * One refusing function for every known name: asynchronous APIs fail or reject, the others throw, so that no call is
 * answered by silence.
 */
export function refusals(phone: AppCaller): Record<string, unknown> {
  const api: Record<string, unknown> = {}
  for (const [name, { callbacks }] of KNOWN_APIS) {
    const id = rowOf(name)
    api[name] = callbacks
      ? asyncApi(phone, name, () => {
          throw unsupported(id)
        })
      : () => {
          throw new SandboxUnsupportedError(`wx.${name}`, id)
        }
  }
  return api
}
