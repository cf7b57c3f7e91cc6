import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { appName } from './app-name.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { dialogsOf } from './dialogs.ts'
import { perPhone } from './per-phone.ts'
import { privacyOf } from './privacy.ts'
import { unsupported } from './refuse.ts'
import { button, element, show } from './surfaces/element.ts'

/** What the sheet asks for. Scopes that the sandbox has no device for refuse with D-WX-45. */
const SCOPES: Readonly<Record<string, { ask: string; row: string }>> = {
  'scope.camera': { ask: '使用你的摄像头', row: '摄像头' },
  'scope.record': { ask: '使用你的麦克风', row: '麦克风' },
}

const OTHER_SCOPES = new Set([
  'scope.userLocation',
  'scope.userFuzzyLocation',
  'scope.userLocationBackground',
  'scope.werun',
  'scope.writePhotosAlbum',
  'scope.bluetooth',
  'scope.addPhoneContact',
  'scope.addPhoneCalendar',
])

/**
 * What this person allowed the Mini Program to use. Asked once; afterwards only the settings page changes it.
 * D-WX-54: kept in this phone's browser, not on a server.
 */
export class Permissions {
  readonly #phone: PhoneRuntime
  readonly #key: string
  readonly #asking = new Map<string, Promise<boolean>>()
  #lastSheet: Promise<unknown> = Promise.resolve()

  constructor(phone: PhoneRuntime) {
    this.#phone = phone
    this.#key = `wx-permission/${phone.manifest.appid}/${phone.device.personName}`
  }

  /** Only scopes that were asked for, as `authSetting` of wx.getSetting. */
  all(): Record<string, boolean> {
    return JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Record<string, boolean>
  }

  set(scope: string, allowed: boolean): void {
    localStorage.setItem(this.#key, JSON.stringify({ ...this.all(), [scope]: allowed }))
  }

  /** The person changes their mind in the settings: what films hears of it. */
  change(scope: string, allowed: boolean): void {
    this.set(scope, allowed)
    this.#phone.events.emit('permission', { scope, allowed })
  }

  /** Asks the person at the first time; later gives the remembered answer without a dialog. */
  ask(scope: string): Promise<boolean> {
    const known = this.all()[scope]
    if (known !== undefined) return Promise.resolve(known)
    const asking = this.#asking.get(scope)
    if (asking !== undefined) return asking
    const sheet = this.#lastSheet.then(() => this.#askPerson(scope))
    this.#lastSheet = sheet
    this.#asking.set(scope, sheet)
    return sheet.finally(() => this.#asking.delete(scope))
  }

  #askPerson(scope: string): Promise<boolean> {
    const phone = this.#phone
    const what = SCOPES[scope]?.ask ?? scope
    const described = phone.manifest.appJson.permission as Record<string, { desc?: string }> | undefined
    return new Promise((resolve) => {
      const close = (allowed: boolean) => {
        remove()
        unregister()
        this.set(scope, allowed)
        resolve(allowed)
      }
      const sheet = element('div', 'wxs-ask', [
        element('div', 'wxs-ask-app', [element('b', '', appName(phone)), element('span', '', '申请')]),
        element('div', 'wxs-ask-title', what),
        element('div', 'wxs-ask-text', described?.[scope]?.desc ?? ''),
        element('div', 'wxs-ask-buttons', [
          button('wxs-cancel', '拒绝', () => close(false)),
          button('wxs-confirm main', '允许', () => close(true)),
        ]),
      ])
      sheet.setAttribute('role', 'dialog')
      const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
      const unregister = dialogsOf(phone).add({
        kind: 'permission',
        title: what,
        confirm: () => close(true),
        cancel: () => close(false),
      })
    })
  }

  /** The settings page of the Mini Program: a switch for every scope asked so far. Resolves when the person leaves it. */
  openSettings(): Promise<Record<string, boolean>> {
    return new Promise((resolve) => {
      const close = () => {
        remove()
        unregister()
        resolve(this.all())
      }
      const rows = Object.entries(this.all()).map(([scope, allowed]) => {
        const box = document.createElement('input')
        box.type = 'checkbox'
        box.checked = allowed
        box.addEventListener('change', () => this.change(scope, box.checked))
        return element('label', 'wxs-row', [element('span', '', SCOPES[scope]?.row ?? scope), box])
      })
      const page = element('div', 'wxs-ask', [
        element('div', 'wxs-ask-title', '设置'),
        element('div', 'wxs-ask-text', `允许“${appName(this.#phone)}”使用`),
        ...rows,
        element('div', 'wxs-ask-buttons', [button('wxs-confirm main', '返回小程序', close)]),
      ])
      const remove = show(this.#phone, element('div', 'wxs-mask wxs-bottom', [page]))
      const unregister = dialogsOf(this.#phone).add({
        kind: 'setting',
        title: '设置',
        confirm: close,
        cancel: close,
      })
    })
  }
}

export const permissionsOf = perPhone((phone) => new Permissions(phone))

/** wx.authorize, wx.getSetting, wx.openSetting. Source: WeChat docs, API/开放接口/授权, 设置. */
export const permission: WxFamily = (phone) => {
  const permissions = permissionsOf(phone)
  phone.link.handle('permission.set', ({ scope, allowed }) => {
    permissions.change(scope, allowed)
    return {}
  })
  return {
    authorize: asyncApi<{ scope: string }>(phone, 'authorize', async ({ scope }) => {
      if (scope === 'scope.userInfo' || scope === 'scope.address' || scope === 'scope.invoice') return
      if (OTHER_SCOPES.has(scope)) throw unsupported('D-WX-45')
      if (SCOPES[scope] === undefined) throw new WxFailure('invalid scope')
      await privacyOf(phone).require(scope)
      if (!(await permissions.ask(scope))) throw new WxFailure('auth deny', { errno: 103 })
    }),
    getSetting: asyncApi<{ withSubscriptions?: boolean }>(phone, 'getSetting', ({ withSubscriptions }) => {
      if (withSubscriptions) throw unsupported('D-WX-44')
      return { authSetting: permissions.all() }
    }),
    openSetting: asyncApi<{ withSubscriptions?: boolean }>(phone, 'openSetting', async () => {
      if (!phone.inTap()) throw new WxFailure('can only be invoked by user TAP gesture.')
      return { authSetting: await permissions.openSettings() }
    }),
  }
}
