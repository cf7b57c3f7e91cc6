import type { Clock } from '../core/clock'
import type { PhoneEvent } from '../core/phone-events'
import { RtcError } from '../core/rtc-error'
import type { TokenGrant } from '../domain/api/token'
import { parseSignal } from '../domain/signal'
import { KICKED, LOGIN_UNANSWERED, zegoCode } from './codes'
import type { EngineEvents, RtcEngine } from './engine'
import { ZegoPlayer } from './player'
import type { LiveComponent, LiveRoom, PlayerState, PublisherState, RoomListener } from './ports'
import { ZegoPublisher } from './publisher'

export const LOGIN_TIMEOUT_MS = 8_000
export const LOGIN_TRIES = 2
/** So long a room that is left while its login is under way waits for the answer. */
export const LEAVE_WAIT_MS = 2_000

export interface LiveRoomDeps {
  readonly engine: RtcEngine
  readonly clock: Clock
  /** Settles when whoever was in before has left: the engine takes one room at a time. null = nobody was. */
  readonly free: Promise<void> | null
  random(): number
  log(line: string): void
}

/**
 * One login to one ZEGO room. Order is the point: callbacks are registered before login, streams are stopped before logout,
 * and login has its own timeout because the SDK's promise may never settle (3.6.0, observed).
 */
export class ZegoLiveRoom implements LiveRoom {
  /** Messages that did not come from the system user, or were no signal. */
  dropped = 0
  private readonly deps: LiveRoomDeps
  private readonly listener: RoomListener
  private roomID = ''
  private joined = false
  private left = false
  private leaving: Promise<void> | null = null
  /** The SDK's login while it is under way. */
  private asked: Promise<void> | null = null
  private stopWaiting: () => void = () => {}
  /** Grows with every login that is asked for: an older one that still answers is not ours any more. */
  private entry = 0
  /** ZEGO's room has us right now. */
  private connected = false
  /** The phone has network, as far as it said. */
  private online = true
  private publishing: ZegoPublisher | null = null
  private playing: ZegoPlayer | null = null
  private streams: Set<string> | null = null
  private stopListening: (() => void) | null = null

  constructor(deps: LiveRoomDeps, listener: RoomListener) {
    this.deps = deps
    this.listener = listener
  }

  async join(grant: TokenGrant): Promise<void> {
    if (this.left) throw new RtcError('LEFT')
    const entry = ++this.entry
    if (this.deps.free !== null) await this.deps.free
    if (this.left || entry !== this.entry) throw new RtcError('LEFT')
    this.roomID = grant.roomID
    this.stopListening ??= this.listen()
    const again = this.joined
    if (again) this.logout()
    for (let tries = 1; ; tries++) {
      const answer = await this.login(grant)
      if (this.left || entry !== this.entry) throw new RtcError('LEFT')
      if (answer === 'in') break
      this.deps.engine.logoutRoom(this.roomID)
      if (tries >= LOGIN_TRIES) throw new RtcError('LOGIN_TIMEOUT')
      this.deps.log('login: no answer in time, once more')
    }
    this.joined = true
    this.connected = true
    if (!again) return
    // The logout took our streams out of the room: they begin again.
    this.publishing?.relogged()
    this.playing?.relogged()
  }

  renew(grant: TokenGrant): void {
    if (!this.left) this.deps.engine.renewToken(grant.token, this.roomID)
  }

  publisher(component: LiveComponent, onState: (state: PublisherState) => void): ZegoPublisher {
    this.publishing?.stop()
    const tokenStale = () => this.listener.connection('staleToken')
    this.publishing = new ZegoPublisher({ ...this.deps, component, lineOk: this.lineOk, tokenStale }, onState)
    return this.publishing
  }

  player(component: LiveComponent, onState: (state: PlayerState) => void): ZegoPlayer {
    this.playing?.stop()
    const present = (streamID: string) => this.streams?.has(streamID) ?? null
    this.playing = new ZegoPlayer({ ...this.deps, component, lineOk: this.lineOk }, present, onState)
    return this.playing
  }

  phone(event: PhoneEvent): void {
    if (this.left) return
    if (event === 'networkLost') this.online = false
    else if (event === 'networkBack' || event === 'networkSwitched') this.online = true
    this.publishing?.phone(event)
    this.playing?.phone(event)
  }

  /** Another room takes the engine. Answers as `leave`. */
  replaced(): Promise<void> {
    if (!this.left) this.listener.connection('replaced')
    return this.leave()
  }

  leave(): Promise<void> {
    this.leaving ??= this.goOut()
    return this.leaving
  }

  private async goOut(): Promise<void> {
    this.left = true
    this.publishing?.stop()
    this.playing?.stop()
    this.stopListening?.()
    const { asked, roomID } = this
    this.stopWaiting()
    // A logout while the login is under way does nothing in the SDK, and the next room is refused with 1002001.
    if (asked !== null) await this.settled(asked)
    if (roomID !== '') this.deps.engine.logoutRoom(roomID)
  }

  private settled(asked: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.deps.clock.after(LEAVE_WAIT_MS, resolve)
      void asked.then(() => {
        cancel()
        resolve()
      })
    })
  }

  private readonly lineOk = () => this.online && this.connected

  /** Out of ZEGO's room, but not away: what is known of its streams counts no more. */
  private logout(): void {
    this.connected = false
    this.streams = null
    this.deps.engine.logoutRoom(this.roomID)
  }

  /** Races the SDK's login against our own clock. A refusal is an RtcError with ZEGO's code as detail. */
  private login(grant: TokenGrant): Promise<'in' | 'silent'> {
    return new Promise((resolve, reject) => {
      const cancel = this.deps.clock.after(LOGIN_TIMEOUT_MS, () => {
        // Its promise may never settle any more: nobody waits for it.
        this.asked = null
        resolve('silent')
      })
      this.stopWaiting = () => {
        cancel()
        resolve('silent')
      }
      const asked = this.deps.engine
        // A shop's room may hold thousands: the list of its people is never asked for, the count is enough.
        .loginRoom(grant.roomID, grant.token, { userID: grant.userID }, { userUpdate: false })
        .then(
          () => resolve('in'),
          (error: unknown) => {
            const code = zegoCode(error)
            // How long the SDK itself waits differs from login to login: some end before our own time is up.
            if (code !== null && LOGIN_UNANSWERED.has(code)) resolve('silent')
            else reject(new RtcError('LOGIN_REFUSED', code))
          },
        )
        .finally(() => {
          cancel()
          if (this.asked === asked) this.asked = null
        })
      this.asked = asked
    })
  }

  private listen(): () => void {
    const { engine } = this.deps
    const mine = (roomID: string) => roomID === this.roomID && !this.left
    const stops: (() => void)[] = []
    const on = <E extends keyof EngineEvents>(event: E, handler: EngineEvents[E]) => {
      engine.on(event, handler)
      stops.push(() => void engine.off(event, handler))
    }
    on('roomStateChanged', (roomID, reason, code) => {
      if (mine(roomID)) this.stateChanged(reason, code)
    })
    on('roomOnlineUserCountUpdate', (roomID, count) => {
      if (mine(roomID)) this.listener.online(count)
    })
    on('roomStreamUpdate', (roomID, type, list) => {
      if (mine(roomID)) this.streamsChanged(type, list)
    })
    on('IMRecvBarrageMessage', (roomID, messages) => {
      if (mine(roomID)) this.received(messages)
    })
    on('tokenWillExpire', (roomID) => {
      if (mine(roomID)) this.listener.tokenWillExpire()
    })
    on('publisherStateUpdate', (result) => this.publishing?.zegoState(result))
    on('playerStateUpdate', (result) => this.playing?.zegoState(result))
    return () => {
      for (const stop of stops.splice(0)) stop()
    }
  }

  private stateChanged(reason: string, code: number): void {
    this.deps.log(`room: ${reason} ${code}`)
    if (reason === 'LOGINED' || reason === 'RECONNECTED') {
      this.streams ??= new Set()
      this.connected = true
      this.publishing?.roomBack()
      this.playing?.roomBack()
      this.listener.connection('joined')
    } else if (reason === 'RECONNECTING') {
      this.connected = false
      this.listener.connection('reconnecting')
    } else if (reason === 'KICKOUT') {
      this.connected = false
      this.listener.connection(KICKED[code] ?? 'lost')
    } else if (reason === 'RECONNECT_FAILED' && this.joined) {
      this.connected = false
      this.listener.connection(KICKED[code] ?? 'lost')
    }
  }

  private streamsChanged(type: 'ADD' | 'DELETE', list: readonly { streamID: string }[]): void {
    this.streams ??= new Set()
    for (const { streamID } of list) {
      if (type === 'ADD') this.streams.add(streamID)
      else this.streams.delete(streamID)
      if (type === 'ADD') this.playing?.streamCame(streamID)
      else this.playing?.streamWent(streamID)
    }
    this.listener.streamsChanged()
  }

  private received(messages: readonly { fromUser: { userID: string }; message: string }[]): void {
    for (const { fromUser, message } of messages) {
      const signal = parseSignal(fromUser.userID, message)
      if (signal === null) this.dropped++
      else if (signal.kind === 'beacon') this.listener.beacon(signal)
      else this.listener.signal(signal)
    }
  }
}
