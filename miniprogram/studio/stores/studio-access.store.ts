import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorOf } from '../../core/connection-error'
import type { SessionStore } from '../../core/session.store'
import type { RoomSnapshot } from '../../domain/api/room'
import { MISSING, type MissingDevice, type StudioError } from '../text/studio-text'
import { ClaimStore } from './claim.store'

export type AccessState =
  | 'checking' // who is this?
  | 'claim' // the shop waits for its owner's setup code
  | 'privacy' // what camera and microphone are used for
  | 'no-permission'
  | 'open'

export interface StudioAccessDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  /** The name of the privacy guideline that must be agreed to first, or null: nothing to agree to. */
  privacyContract(): Promise<string | null>
  /** Asks for camera and microphone; answers the one that was refused, which only the settings page can undo. */
  askDevices(): Promise<MissingDevice | null>
  log(line: string): void
}

/** All that stands before the preview: the role, the privacy guideline, camera and microphone. */
export class StudioAccessStore {
  state: AccessState = 'checking'
  /** Why nobody comes in. */
  error: StudioError | null = null
  /** The device that WeChat refuses us. */
  missing: MissingDevice | null = null
  contract = ''
  readonly claim: ClaimStore
  private asking = false
  private closed = false
  private readonly deps: StudioAccessDeps

  constructor(deps: StudioAccessDeps) {
    this.deps = deps
    this.claim = new ClaimStore(deps)
    const plain = { deps: false, asking: false, closed: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get missingView(): (typeof MISSING)[MissingDevice] | null {
    return this.missing === null ? null : MISSING[this.missing]
  }

  /** Never rejects. Answers the owner's show that is still open, announced or live; null = none, or not the owner. */
  async check(): Promise<RoomSnapshot | null> {
    this.set('checking', null)
    try {
      const { role, claimable, room, serverTime } = await this.deps.cloud.call('studio.open', {})
      this.deps.session.syncServerTime(serverTime)
      if (this.closed) return null
      if (role === 'owner') {
        await this.askPrivacy()
        return room
      }
      if (claimable) this.claim.ask()
      this.set(claimable ? 'claim' : 'checking', claimable ? null : 'NOT_ANCHOR')
    } catch (error) {
      this.deps.log(`studio: not opened: ${String(error)}`)
      if (!this.closed) this.set('checking', errorOf(error))
    }
    return null
  }

  /** The setup code: with the right one the studio opens. */
  async submitCode(): Promise<void> {
    if (this.state !== 'claim') return
    if (await this.claim.submit()) await this.check()
    // Somebody else was faster.
    else if (this.claim.state === 'closed') this.set('checking', 'NOT_ANCHOR')
  }

  /** The person has agreed to the guideline. */
  async agreed(): Promise<void> {
    if (this.state === 'privacy') await this.askDevices()
  }

  /** Back from the settings page: the person may have changed their mind. */
  async checkDevices(): Promise<void> {
    if (this.state === 'no-permission') await this.askDevices()
  }

  /** The person has gone: what is still under way opens nothing. */
  close(): void {
    this.closed = true
  }

  private async askPrivacy(): Promise<void> {
    const contract = await this.deps.privacyContract()
    if (this.closed) return
    if (contract === null) await this.askDevices()
    else this.setContract(contract)
  }

  private async askDevices(): Promise<void> {
    if (this.asking) return
    this.asking = true
    const missing = await this.deps.askDevices()
    this.asking = false
    if (!this.closed) this.setMissing(missing)
  }

  private set(state: AccessState, error: StudioError | null): void {
    this.state = state
    this.error = error
  }

  private setContract(contract: string): void {
    this.contract = contract
    this.state = 'privacy'
  }

  private setMissing(missing: MissingDevice | null): void {
    this.missing = missing
    this.state = missing === null ? 'open' : 'no-permission'
  }
}
