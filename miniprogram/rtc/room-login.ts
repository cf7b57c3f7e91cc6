import type { Clock } from '../core/clock'
import type { CloudApi } from '../core/cloud-api'
import { isRtcError } from '../core/rtc-error'
import type { SessionStore } from '../core/session.store'
import type { TokenGrant } from '../domain/api/token'
import { isAppError } from '../domain/errors'
import { TOKEN_STALE } from './codes'
import type { LiveRoom } from './ports'
import { retryDelay } from './retry-delay'
import { TokenRenewal } from './token-renewal'

/** ZEGO gave up the login: so long we try to get in again before the person is asked. */
export const PATIENCE_MS = 120_000
/**
 * ZEGO's own way back takes 1 to 4 s. Refused for a stale token it goes on for 300 s without a word (SDK 3.6.0, observed):
 * so long it has for itself while the phone has network.
 */
export const RECONNECT_MS = 30_000

export interface RoomLoginDeps {
  readonly cloud: CloudApi
  readonly clock: Clock
  readonly session: SessionStore
  log(line: string): void
}

export interface RoomLoginListener {
  /** The server answered that the room may have changed (or refused us). */
  requestSync(): void
  /** Two minutes without getting in again. */
  lost(): void
}

/** One person's login to one ZEGO room: a token that stays fresh, and another login when ZEGO has given up. */
export class RoomLogin {
  private readonly deps: RoomLoginDeps
  private readonly live: LiveRoom
  private grant: TokenGrant
  private readonly publish: boolean
  private readonly listener: RoomLoginListener
  private readonly renewal: TokenRenewal
  private over = false
  private droppedAt: number | null = null
  private entering = false
  private tries = 0
  private reconnecting = false
  /** The phone has no network: nobody could do better than ZEGO. */
  private offline = false
  private cancelReconnect: () => void = () => {}
  private cancelEntry: () => void = () => {}

  constructor(
    deps: RoomLoginDeps,
    login: { live: LiveRoom; grant: TokenGrant; publish: boolean },
    listener: RoomLoginListener,
  ) {
    this.deps = deps
    this.live = login.live
    this.grant = login.grant
    this.publish = login.publish
    this.listener = listener
    this.renewal = new TokenRenewal({
      clock: deps.clock,
      session: deps.session,
      log: deps.log,
      expiresAt: () => this.grant.expiresAt,
      renew: () => this.renew(),
      // Whether the room is what we think is the question now.
      refused: () => listener.requestSync(),
    })
  }

  /** The first login. A token that went stale on the way is replaced once. Rejects with RtcError or AppError. */
  async enter(): Promise<void> {
    try {
      await this.live.join(this.grant)
    } catch (error) {
      if (this.over || !isRtcError(error, 'LOGIN_REFUSED') || !isStale(error.detail)) throw error
      this.grant = await this.ask('token.issue')
      await this.live.join(this.grant)
    }
  }

  /** ZEGO says that the token ends soon. */
  tokenWillExpire(): void {
    this.renewal.tokenWillExpire()
  }

  /** ZEGO refused the token we have: a fresh one and a new login. */
  tokenStale(): void {
    this.dropped()
  }

  /** The app is in front again: timers slept. */
  shown(): void {
    this.renewal.shown()
    this.retryNow()
  }

  networkLost(): void {
    this.offline = true
    this.cancelReconnect()
  }

  networkBack(): void {
    this.offline = false
    this.retryNow()
    if (this.reconnecting) this.lineBroke()
  }

  /** ZEGO has lost us and is on its way back by itself. */
  lineBroke(): void {
    this.reconnecting = true
    this.cancelReconnect()
    if (!this.offline) this.cancelReconnect = this.deps.clock.after(RECONNECT_MS, () => this.dropped())
  }

  /** ZEGO has given up the login (or never had it back). */
  dropped(): void {
    this.notReconnecting()
    if (this.over || this.droppedAt !== null) return
    this.droppedAt = this.deps.clock.now()
    this.tries = 0
    void this.reenter()
  }

  /** ZEGO has us, by its own effort or ours. */
  joined(): void {
    this.notReconnecting()
    if (this.entering) return
    this.droppedAt = null
    this.cancelEntry()
  }

  /** Nothing of it goes on: the room is left. */
  end(): void {
    this.over = true
    this.renewal.stop()
    this.cancelEntry()
    this.notReconnecting()
  }

  private notReconnecting(): void {
    this.reconnecting = false
    this.cancelReconnect()
  }

  private async renew(): Promise<void> {
    const grant = await this.ask('token.renew')
    if (this.over) return
    const expired = this.grant.expiresAt <= this.deps.session.now()
    this.grant = grant
    // ZEGO takes a renewal only for a login that is still good.
    if (expired) this.dropped()
    else this.live.renew(grant)
  }

  private retryNow(): void {
    if (this.droppedAt === null || this.entering) return
    this.droppedAt = this.deps.clock.now()
    this.tries = 0
    this.cancelEntry()
    void this.reenter()
  }

  private async reenter(): Promise<void> {
    this.entering = true
    try {
      const grant = await this.ask('token.issue')
      if (this.over) return
      this.grant = grant
      await this.live.join(grant)
      this.droppedAt = null
      this.deps.log('room: logged in again')
    } catch (error) {
      if (this.over) return
      this.deps.log(`room: not back in: ${String(error)}`)
      if (isAppError(error) && error.code !== 'NETWORK') this.listener.requestSync()
      this.waitForNextTry()
    } finally {
      this.entering = false
    }
  }

  private waitForNextTry(): void {
    const since = this.deps.clock.now() - (this.droppedAt ?? 0)
    if (since >= PATIENCE_MS) {
      this.droppedAt = null
      this.listener.lost()
      return
    }
    this.cancelEntry = this.deps.clock.after(retryDelay(this.tries++), () => void this.reenter())
  }

  private ask(action: 'token.issue' | 'token.renew'): Promise<TokenGrant> {
    const { roomID } = this.grant
    return this.deps.cloud.call(action, this.publish ? { roomID, publish: true } : { roomID })
  }
}

const isStale = (code: unknown): boolean => typeof code === 'number' && TOKEN_STALE.has(code)
