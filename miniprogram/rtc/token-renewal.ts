import type { Clock } from '../core/clock'
import type { SessionStore } from '../core/session.store'
import { isAppError } from '../domain/errors'
import { retryDelay } from './retry-delay'

/** A token that has less left than this is renewed when the app comes to the front: its own timer slept. */
export const RENEW_AHEAD_MS = 60_000
/** What may be otherwise a moment later; any other code is the server's word. */
const MAY_PASS: ReadonlySet<string> = new Set(['NETWORK', 'INTERNAL'])

export interface TokenRenewalDeps {
  readonly clock: Clock
  readonly session: SessionStore
  log(line: string): void
  /** When the token that is in use runs out: ms, server time. */
  expiresAt(): number
  /** Asks for a fresh token and puts it to use. Rejects with an AppError. */
  renew(): Promise<void>
  /** The server will not renew it, and would say the same in a second. */
  refused(): void
}

/** Renews the token of one login before it runs out: once for all warnings, again and again until the server is reached. */
export class TokenRenewal {
  private readonly deps: TokenRenewalDeps
  private renewing = false
  private over = false
  private cancelRetry: () => void = () => {}

  constructor(deps: TokenRenewalDeps) {
    this.deps = deps
  }

  /** ZEGO says that the token ends soon. */
  tokenWillExpire(): void {
    if (!this.renewing) void this.renew(0)
  }

  /** The app is in front again: timers slept. */
  shown(): void {
    if (this.deps.expiresAt() - this.deps.session.now() < RENEW_AHEAD_MS) this.tokenWillExpire()
  }

  stop(): void {
    this.over = true
    this.cancelRetry()
  }

  private async renew(tries: number): Promise<void> {
    this.renewing = true
    try {
      await this.deps.renew()
      this.renewing = false
    } catch (error) {
      this.deps.log(`token: not renewed: ${String(error)}`)
      if (this.over) return
      if (isAppError(error) && !MAY_PASS.has(error.code)) {
        this.renewing = false
        this.deps.refused()
        return
      }
      this.cancelRetry = this.deps.clock.after(retryDelay(tries), () => void this.renew(tries + 1))
    }
  }
}
