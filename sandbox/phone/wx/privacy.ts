import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { appName } from './app-name.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { perPhone } from './per-phone.ts'
import { askConsent, showContract } from './surfaces/consent.ts'

/** What the app tells WeChat after it asked the person itself. Source: wx.onNeedPrivacyAuthorization. */
interface Resolution {
  readonly event?: 'exposureAuthorization' | 'agree' | 'disagree'
  readonly buttonId?: string
}

type NeedListener = (resolve: (answer: Resolution) => void, event: { referrer: string }) => void

/** After a refusal WeChat's own dialog does not come again for so long. Source: 小程序隐私协议开发指南. */
const QUIET_MS = 10_000

const REFUSED = () => new WxFailure('privacy permission is not authorized', { errno: 104 })

/** What gated interfaces collect, as the guideline declares it. Source: 小程序用户隐私保护指引内容介绍. */
const COLLECTS: Readonly<Record<string, readonly string[]>> = {
  'scope.camera': ['camera'],
  'scope.record': ['microphone'],
  'live-pusher': ['camera', 'microphone'],
  chooseMedia: ['album'],
  chooseAddress: ['address'],
  setClipboardData: ['clipboard'],
  getClipboardData: ['clipboard'],
}

/**
 * The person's consent to the privacy guideline, without which WeChat holds back camera, microphone, album …
 * D-WX-46: remembered in this phone's browser; what happens to a second gated call while one waits, and to an "agree"
 * whose button was not tapped, is not documented.
 */
export class Privacy {
  readonly #phone: PhoneRuntime
  readonly #key: string
  readonly #tapped = new Set<string>()
  #listener: NeedListener | null = null
  #pending: Promise<void> | null = null
  #refusedAt = Number.NEGATIVE_INFINITY

  constructor(phone: PhoneRuntime) {
    this.#phone = phone
    this.#key = `wx-privacy/${phone.manifest.appid}/${phone.device.personName}`
  }

  /** True until the person has agreed, unless this base library does not ask or nothing is declared. */
  needed(): boolean {
    const { uses } = this.#phone.device.privacy
    if (!this.#phone.supports('privacyConsent') || uses?.length === 0) return false
    return localStorage.getItem(this.#key) === null
  }

  contractName(): string {
    return this.#phone.device.privacy.contractName ?? `《${appName(this.#phone)}小程序隐私保护指引》`
  }

  /** The person tapped a button of open-type agreePrivacyAuthorization: that is the consent. */
  agreeBy(buttonID: string): void {
    this.#tapped.add(buttonID)
    localStorage.setItem(this.#key, 'agreed')
  }

  listen(listener: NeedListener): void {
    this.#listener = listener
  }

  /** Waits for the consent that `referrer` (a scope, API or component) needs. Rejects WxFailure 104 or 112. */
  async require(referrer: string): Promise<void> {
    const { uses } = this.#phone.device.privacy
    if (!this.#phone.supports('privacyConsent')) return
    if (uses && COLLECTS[referrer]?.some((kind) => !uses.includes(kind))) {
      throw new WxFailure('api scope is not declared in the privacy agreement', { errno: 112 })
    }
    if (!this.needed()) return
    this.#pending ??= this.#ask(referrer).finally(() => {
      this.#pending = null
    })
    await this.#pending
  }

  #ask(referrer: string): Promise<void> {
    const listener = this.#listener
    return listener ? this.#askApp(listener, referrer) : this.#askPerson()
  }

  #askApp(listener: NeedListener, referrer: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const answer = ({ event, buttonId = '' }: Resolution): void => {
        if (event === 'exposureAuthorization') return
        if (event === 'agree' && this.#tapped.has(buttonId)) resolve()
        else {
          if (event === 'agree') {
            const error = new Error(`no agreePrivacyAuthorization button "${buttonId}" was tapped`)
            this.#phone.reportError(error, 'wx.onNeedPrivacyAuthorization')
          }
          reject(REFUSED())
        }
      }
      this.#phone.suspension.run(() => {
        try {
          listener(answer, { referrer })
        } catch (error) {
          this.#phone.reportError(error, 'wx.onNeedPrivacyAuthorization listener')
        }
      })
    })
  }

  async #askPerson(): Promise<void> {
    if (performance.now() - this.#refusedAt < QUIET_MS) throw REFUSED()
    if (await askConsent(this.#phone, this.contractName())) {
      localStorage.setItem(this.#key, 'agreed')
      return
    }
    this.#refusedAt = performance.now()
    throw REFUSED()
  }
}

export const privacyOf = perPhone((phone) => new Privacy(phone))

/** wx.getPrivacySetting and its sisters. Source: WeChat docs, API/开放接口/隐私信息授权. */
export const privacy: WxFamily = (phone) => {
  const consent = privacyOf(phone)
  return {
    getPrivacySetting: asyncApi(phone, 'getPrivacySetting', () => ({
      needAuthorization: consent.needed(),
      privacyContractName: consent.contractName(),
    })),
    onNeedPrivacyAuthorization: (listener: NeedListener) => consent.listen(listener),
    requirePrivacyAuthorize: asyncApi(phone, 'requirePrivacyAuthorize', () =>
      consent.require('requirePrivacyAuthorize'),
    ),
    openPrivacyContract: asyncApi(phone, 'openPrivacyContract', () =>
      showContract(phone, consent.contractName()),
    ),
  }
}
