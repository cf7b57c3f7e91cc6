import type { Clock } from '../stores/clock'
import type { Publisher, PublisherState, StreamTag, TagEvent } from '../stores/live-room'
import { PUBLISH_REFUSED, PUSHER_EVENTS, PUSHER_SILENT, PUSHING_STARTED, zegoCode } from './codes'
import type { RtcEngine, StreamStateResult } from './engine'
import { PUBLISHER, type PublisherEvent } from './publisher.machine'
import { StreamRunner } from './stream-runner'
import { forwardNetStatus, forwardState, tagCode } from './tag-events'

export interface StreamDeps {
  readonly engine: RtcEngine
  readonly tag: StreamTag
  readonly clock: Clock
  random(): number
  log(line: string): void
}

/** The publisher's machine, fed by the tag's events and by what ZEGO says about the stream. */
export class ZegoPublisher implements Publisher {
  private readonly runner: StreamRunner<PublisherState, PublisherEvent>
  private readonly deps: StreamDeps
  /** ZEGO has confirmed the stream since it was last opened. */
  private confirmed = false

  constructor(deps: StreamDeps, onState: (state: PublisherState) => void) {
    this.deps = deps
    const { engine } = deps
    this.runner = new StreamRunner<PublisherState, PublisherEvent>({
      ...deps,
      name: 'publisher',
      table: PUBLISHER,
      first: 'idle',
      ask: (streamID) => {
        this.confirmed = false
        return engine.startPublishingStream(streamID)
      },
      forget: (streamID) => void engine.stopPublishingStream(streamID),
      failed: (error) => (PUBLISH_REFUSED.has(zegoCode(error) ?? 0) ? 'refused' : 'gaveUp'),
      late: () => 'overdue',
      onState,
    })
  }

  prepare(): void {
    this.runner.send('prepare')
  }

  start(streamID: string): void {
    this.runner.streamID = streamID
    this.runner.send('start')
  }

  tagState(event: TagEvent): void {
    if (this.runner.held) forwardState(this.deps.engine, this.runner.streamID, event)
    const code = tagCode(event)
    if (code === null) return
    // After a break the SDK keeps quiet when it still holds the stream as published: the tag's own word counts then.
    if (code === PUSHING_STARTED && this.confirmed) this.runner.send('confirmed')
    const known = PUSHER_EVENTS[code]
    if (known !== undefined) this.runner.send(known)
    else if (!PUSHER_SILENT.has(code)) this.deps.log(`publisher: unknown code ${code}`)
  }

  tagNet(event: TagEvent): void {
    if (this.runner.held) forwardNetStatus(this.deps.engine, this.runner.streamID, event)
  }

  /** publisherStateUpdate of the SDK. */
  zegoState(result: StreamStateResult): void {
    if (result.streamID !== this.runner.streamID) return
    if (result.state === 'PUBLISHING') {
      this.confirmed = true
      this.runner.send('confirmed')
    } else if (result.state === 'NO_PUBLISH' && result.errorCode !== 0) {
      this.deps.log(`publisher: ZEGO code ${result.errorCode}`)
      this.runner.send(PUBLISH_REFUSED.has(result.errorCode) ? 'refused' : 'gaveUp')
    }
  }

  resumed(): void {
    this.runner.send('resumed')
  }

  retry(): void {
    this.runner.send('retry')
  }

  stop(): void {
    this.runner.send('stop')
  }
}
