import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { type ErrorCode, isAppError } from '../../domain/errors'
import { NO_SETUP_CODE } from '../text/studio-text'

/** none = nobody asked; closed = the shop has its owner, no code helps. */
export type ClaimState = 'none' | 'asked' | 'checking' | 'closed'

/** How the first person with the setup code becomes the shop's owner. Everything is decided by the server. */
export class ClaimStore {
  state: ClaimState = 'none'
  code = ''
  /** One line under the field; '' = all is well. */
  error = ''
  private readonly cloud: CloudApi

  constructor(deps: { cloud: CloudApi }) {
    this.cloud = deps.cloud
    makeAutoObservable<this, 'cloud'>(this, { cloud: false }, { autoBind: true })
  }

  /** The server refused this person as anchor. */
  ask(): void {
    if (this.state === 'none') this.state = 'asked'
  }

  setCode(code: string): void {
    this.code = code
    this.error = ''
  }

  /** True = this person is the owner now. A second tap while the first is checked does nothing. */
  async submit(): Promise<boolean> {
    if (this.state !== 'asked') return false
    const code = this.code.trim()
    if (code === '') {
      this.error = NO_SETUP_CODE
      return false
    }
    this.set('checking', '')
    try {
      await this.cloud.call('studio.claim', { code })
      this.code = ''
      this.set('none', '')
      return true
    } catch (error) {
      this.refused(isAppError(error) ? error.code : 'INTERNAL', isAppError(error) ? error.message : '')
      return false
    }
  }

  private refused(code: ErrorCode, message: string): void {
    this.set(code === 'ALREADY_CLAIMED' ? 'closed' : 'asked', message)
  }

  private set(state: ClaimState, error: string): void {
    this.state = state
    this.error = error
  }
}
