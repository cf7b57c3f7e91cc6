import type { Clock } from '../core/clock'
import type { PhoneEvent } from '../core/phone-events'
import {
  PUBLISH_REFUSED,
  PUSHER_EVENTS,
  PUSHER_SILENT,
  PUSHING_STARTED,
  TOKEN_STALE,
  zegoCode,
} from './codes'
import { forwardNetStatus, forwardState, stateCode, videoFps } from './component-events'
import type { RtcEngine, StreamStateResult } from './engine'
import { FrameWatch } from './frame-watch'
import type { ComponentEvent, LiveComponent, Publisher, PublisherState } from './ports'
import { PUBLISHER, type PublisherEvent, SILENT_AFTER_MS } from './publisher.machine'
import { StreamRunner } from './stream-runner'

export interface StreamDeps {
  readonly engine: RtcEngine
  readonly component: LiveComponent
  readonly clock: Clock
  random(): number
  log(line: string): void
  /** The phone has network and ZEGO's room has us: what is missing then is missing at the other end. */
  lineOk(): boolean
}

export interface PublisherDeps extends StreamDeps {
  /** ZEGO refused the token; a fresh one may help, and `relogged` will follow. */
  tokenStale(): void
}

const PHONE_EVENTS: Partial<Record<PhoneEvent, PublisherEvent>> = {
  shown: 'resumed',
  audioTaken: 'suspended',
  audioFree: 'resumed',
  networkLost: 'networkLost',
  networkBack: 'networkBack',
  networkSwitched: 'networkSwitched',
}

/** The publisher's machine, fed by the component's events and by what ZEGO says about the stream. */
export class ZegoPublisher implements Publisher {
  private readonly runner: StreamRunner<PublisherState, PublisherEvent>
  private readonly deps: PublisherDeps
  private readonly frames: FrameWatch
  /** ZEGO has confirmed the stream since it was last opened. */
  private confirmed = false
  /** The component has counted frames since it was last opened: only then does its silence mean anything. */
  private counts = false
  /** A fresh token was asked for and the stream has not been live since. */
  private askedForToken = false

  constructor(deps: PublisherDeps, onState: (state: PublisherState) => void) {
    this.deps = deps
    const { engine } = deps
    this.frames = new FrameWatch(deps.clock, {
      quietMs: SILENT_AFTER_MS,
      goneMs: SILENT_AFTER_MS,
      gone: () => this.silent(),
    })
    this.runner = new StreamRunner<PublisherState, PublisherEvent>({
      ...deps,
      name: 'publisher',
      table: PUBLISHER,
      first: 'idle',
      ask: (streamID) => {
        this.confirmed = false
        this.counts = false
        return engine.startPublishingStream(streamID)
      },
      forget: (streamID) => void engine.stopPublishingStream(streamID),
      failed: (error) => this.refusal(zegoCode(error) ?? 0),
      late: () => 'overdue',
      onState: (state) => {
        if (state === 'live') this.frames.seen()
        else this.frames.stop()
        if (state === 'live') this.askedForToken = false
        onState(state)
      },
    })
  }

  prepare(): void {
    this.runner.send('prepare')
  }

  start(streamID: string): void {
    this.runner.streamID = streamID
    this.runner.send('start')
  }

  onStateChange(event: ComponentEvent): void {
    if (this.runner.held) forwardState(this.deps.engine, this.runner.streamID, event)
    const code = stateCode(event)
    if (code === null) return
    // After a break the SDK keeps quiet when it still holds the stream as published: the component's own word counts then.
    if (code === PUSHING_STARTED && this.confirmed) this.runner.send('confirmed')
    const known = PUSHER_EVENTS[code]
    if (known !== undefined) this.runner.send(this.isCutOff(known) ? 'cutOff' : known)
    else if (!PUSHER_SILENT.has(code)) this.deps.log(`publisher: unknown code ${code}`)
  }

  onNetStatus(event: ComponentEvent): void {
    if (!this.runner.held) return
    forwardNetStatus(this.deps.engine, this.runner.streamID, event)
    this.counts = true
    if ((videoFps(event) ?? 0) > 0 && this.runner.state === 'live') this.frames.seen()
  }

  /** publisherStateUpdate of the SDK. */
  zegoState(result: StreamStateResult): void {
    if (result.streamID !== this.runner.streamID) return
    if (result.state === 'PUBLISHING') {
      this.confirmed = true
      this.runner.send('confirmed')
    } else if (result.state === 'NO_PUBLISH' && result.errorCode !== 0) {
      this.deps.log(`publisher: ZEGO code ${result.errorCode}`)
      this.runner.send(this.refusal(result.errorCode))
    }
  }

  phone(phoneEvent: PhoneEvent): void {
    const event = PHONE_EVENTS[phoneEvent]
    if (event !== undefined) this.runner.send(event)
  }

  /** ZEGO's room has us again after a break. Meanwhile it gave out no address. */
  roomBack(): void {
    if (this.runner.state === 'recovering' && !this.runner.held) this.runner.send('networkBack')
  }

  relogged(): void {
    this.runner.send('relogged')
  }

  retry(): void {
    this.runner.send('retry')
  }

  stop(): void {
    this.runner.send('stop')
  }

  private isCutOff(event: PublisherEvent): boolean {
    return event === 'lineLost' && this.runner.state === 'live' && this.deps.lineOk()
  }

  /** A stale token is replaced once; refused again, it is a refusal. */
  private refusal(code: number): PublisherEvent {
    if (TOKEN_STALE.has(code) && !this.askedForToken) {
      this.askedForToken = true
      this.deps.tokenStale()
      return 'gaveUp'
    }
    return PUBLISH_REFUSED.has(code) || TOKEN_STALE.has(code) ? 'refused' : 'gaveUp'
  }

  private silent(): boolean {
    if (!this.counts) return true
    if (!this.deps.lineOk()) return false
    this.runner.send('silent')
    return true
  }
}
