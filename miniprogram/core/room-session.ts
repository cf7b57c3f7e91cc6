import type { TokenGrant } from '../domain/api/token'
import { isAppError } from '../domain/errors'
import type { LiveRoom } from '../rtc/ports'
import type { Clock } from './clock'
import type { CloudApi } from './cloud-api'
import { isRtcError } from './rtc-error'
import type { SessionStore } from './session.store'

/** ZEGO gave up the login: so long we try to get in again before the person is asked. */
export const PATIENCE_MS = 120_000
/**
 * ZEGO's own way back takes 1 to 4 s. Refused for a stale token it goes on for 300 s without a word (SDK 3.6.0, observed):
 * so long it has for itself while the phone has network.
 */
export const RECONNECT_MS = 30_000
/** A token that has less left than this is renewed when the app comes to the front: its own timer slept. */
export const RENEW_AHEAD_MS = 60_000
/** What may be otherwise a moment later; any other code is the server's word. */
const MAY_PASS: ReadonlySet<string> = new Set(['NETWORK', 'INTERNAL'])
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000
/** ZEGO docs, error codes: 1102016 token wrong, 1102018 token expired. A fresh one may help. */
const STALE_TOKEN: ReadonlySet<unknown> = new Set([1102016, 1102018])

export interface RoomSessionDeps {
  readonly cloud: CloudApi
  readonly clock: Clock
  readonly session: SessionStore
  log(line: string): void
}

export interface RoomSessionListener {
  /** The server answered that the room may have changed (or refused us). */
  requestSync(): void
  /** Two minutes without getting in again. */
  lost(): void
}

/** One person's login to one ZEGO room: keeps its token fresh and logs in again when ZEGO has given up. */
export class RoomSession {
  private readonly deps: RoomSessionDeps
  private readonly live: LiveRoom
  private grant: TokenGrant
  private readonly publish: boolean
  private readonly listener: RoomSessionListener
  private over = false
  private renewing = false
  private droppedAt: number | null = null
  private entering = false
  private pauses = 0
  private reconnecting = false
  /** The phone has no network: nobody could do better than ZEGO. */
  private offline = false
  private cancelRenewal: () => void = () => {}
  private cancelReconnect: () => void = () => {}
  private cancelEntry: () => void = () => {}

  constructor(
    deps: RoomSessionDeps,
    login: { live: LiveRoom; grant: TokenGrant; publish: boolean },
    listener: RoomSessionListener,
  ) {
    this.deps = deps
    this.live = login.live
    this.grant = login.grant
    this.publish = login.publish
    this.listener = listener
  }

  /** The first login. A token that went stale on the way is replaced once. Rejects with RtcError or AppError. */
  async enter(): Promise<void> {
    try {
      await this.live.join(this.grant)
    } catch (error) {
      if (this.over || !isRtcError(error, 'LOGIN_REFUSED') || !STALE_TOKEN.has(error.detail)) throw error
      this.grant = await this.ask('token.issue')
      await this.live.join(this.grant)
    }
  }

  /** ZEGO says that the token ends soon. */
  tokenWillExpire(): void {
    if (!this.renewing) void this.renew(0)
  }

  /** ZEGO refused the token we have: a fresh one and a new login. */
  tokenStale(): void {
    this.dropped()
  }

  /** The app is in front again: timers slept. */
  shown(): void {
    if (this.grant.expiresAt - this.deps.session.now() < RENEW_AHEAD_MS) this.tokenWillExpire()
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
    this.pauses = 0
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
    this.cancelRenewal()
    this.cancelEntry()
    this.notReconnecting()
  }

  private notReconnecting(): void {
    this.reconnecting = false
    this.cancelReconnect()
  }

  private async renew(tries: number): Promise<void> {
    this.renewing = true
    try {
      const grant = await this.ask('token.renew')
      if (this.over) return
      const expired = this.grant.expiresAt <= this.deps.session.now()
      this.grant = grant
      this.renewing = false
      // ZEGO takes a renewal only for a login that is still good.
      if (expired) this.dropped()
      else this.live.renew(grant)
    } catch (error) {
      this.deps.log(`token: not renewed: ${String(error)}`)
      if (this.over) return
      if (isAppError(error) && !MAY_PASS.has(error.code)) {
        // The server will say the same in a second: whether the room is what we think is the question now.
        this.renewing = false
        this.listener.requestSync()
        return
      }
      this.cancelRenewal = this.deps.clock.after(pause(tries), () => void this.renew(tries + 1))
    }
  }

  private retryNow(): void {
    if (this.droppedAt === null || this.entering) return
    this.droppedAt = this.deps.clock.now()
    this.pauses = 0
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
    this.cancelEntry = this.deps.clock.after(pause(this.pauses++), () => void this.reenter())
  }

  private ask(action: 'token.issue' | 'token.renew'): Promise<TokenGrant> {
    const { roomID } = this.grant
    return this.deps.cloud.call(action, this.publish ? { roomID, publish: true } : { roomID })
  }
}

function pause(tries: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)
}
