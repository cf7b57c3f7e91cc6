import { openCameraSettings } from '../services/device'
import { STUDIO_CONSENT } from '../text/consent-text'
import type { MissingDevice } from '../text/studio-text'
import type { GoLivePage, StudioFields } from './page'

/** What stands before the preview: the setup code, the privacy guideline, camera and microphone. */
export const accessData = {
  privacyTitle: STUDIO_CONSENT.title,
  privacyPoints: STUDIO_CONSENT.points,
  contract: '',
  code: '',
  codeError: '',
  checkingCode: false,
  missing: null as MissingDevice | null,
  missingView: null as { title: string; text: string } | null,
}

export const accessFields: StudioFields = {
  missing: ({ access }) => access.missing,
  missingView: ({ access }) => access.missingView,
  contract: ({ access }) => access.contract,
  code: ({ access }) => access.claim.code,
  codeError: ({ access }) => access.claim.error,
  checkingCode: ({ access }) => access.claim.state === 'checking',
}

export const accessHandlers = {
  onCode(this: GoLivePage, event: WechatMiniprogram.Input) {
    this.store?.access.claim.setCode(event.detail.value)
  },

  onClaim(this: GoLivePage) {
    void this.store?.access.submitCode()
  },

  onPrivacyAgree(this: GoLivePage) {
    void this.store?.access.agreed()
  },

  async onSettings(this: GoLivePage) {
    await openCameraSettings()
    await this.store?.access.checkDevices()
    if (this.data.lost !== null) this.preview()
  },
}
