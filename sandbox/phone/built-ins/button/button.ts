import { SandboxUnsupportedError } from '../../../errors.ts'
import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { permissionsOf } from '../../wx/permissions.ts'
import { privacyOf } from '../../wx/privacy.ts'
import { sharingOf } from '../../wx/share.ts'
import { builtIn, type Caller, emit, hostOf, property, setAttribute } from '../component.ts'
import { attachHover, hoverProperties, PRESET } from '../hover.ts'
import { BUTTON_CSS } from './button-css.ts'

interface ButtonData {
  openType: string
  formType: string
  disabled: boolean
  hoverClass: string
  hoverStopPropagation: boolean
  hoverStartTime: number
  hoverStayTime: number
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export const button = builtIn('button', BUTTON_CSS, (phone) => ({
  properties: {
    ...hoverProperties(PRESET, 20, 70),
    type: property(String, 'default'),
    size: property(String, 'default'),
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    formType: String,
    openType: String,
    lang: String,
    sessionFrom: String,
    sendMessageTitle: String,
    sendMessagePath: String,
    sendMessageImg: String,
    showMessageCard: Boolean,
    appParameter: String,
  },
  observers: {
    'type, size, plain, disabled, loading': function (this: Caller<never>, ...values: unknown[]) {
      for (const [index, name] of ['type', 'size', 'plain', 'disabled', 'loading'].entries()) {
        setAttribute(hostOf(this), name, values[index])
      }
    },
  },
  created(this: Caller<ButtonData>) {
    const host = hostOf(this)
    host.setAttribute('type', 'default')
    // app.json `"style": "v2"` gives the newer look and a fixed width
    host.toggleAttribute('wx-v2', phone.manifest.appJson.style === 'v2')
    attachHover(this)
    this._$.addListener('tap', () => {
      if (!this.data.disabled) onTap(phone, this)
    })
  },
}))

function onTap(phone: PhoneRuntime, caller: Caller<ButtonData>): void {
  const { openType, formType } = caller.data
  if (formType) unsupported(phone, `<button form-type="${formType}">`)
  // The consent may be combined with another type: getPhoneNumber|agreePrivacyAuthorization.
  for (const type of openType.split('|')) if (type !== '') open(phone, caller, type)
}

function open(phone: PhoneRuntime, caller: Caller<ButtonData>, openType: string): void {
  if (openType === 'agreePrivacyAuthorization') {
    privacyOf(phone).agreeBy(caller.id)
    const errMsg = 'agreePrivacyAuthorization:ok'
    emit(caller as unknown as Caller<never>, 'agreeprivacyauthorization', { errMsg })
  } else if (openType === 'share') {
    const target = { id: caller.id, dataset: { ...caller.dataset } }
    sharingOf(phone)
      .share('button', target)
      .catch((error: unknown) => phone.reportError(error, '<button open-type="share">'))
  } else if (openType === 'openSetting') {
    permissionsOf(phone)
      .openSettings()
      .then((authSetting) =>
        emit(caller as unknown as Caller<never>, 'opensetting', { authSetting, errMsg: 'openSetting:ok' }),
      )
  } else unsupported(phone, `<button open-type="${openType}">`)
}

const unsupported = (phone: PhoneRuntime, what: string): void =>
  phone.reportError(new SandboxUnsupportedError(what, 'D-WX-65'), 'button')
