import type { PhoneEvent } from '../core/phone-events'
import { PLAYER_EVENTS, PLAYER_SILENT } from './codes'
import { forwardNetStatus, forwardState, stateCode, videoFps } from './component-events'
import type { StreamStateResult } from './engine'
import { FrameWatch } from './frame-watch'
import { ANCHOR_AWAY_AFTER_MS, PLAYER, type PlayerEvent, STALLED_AFTER_MS } from './player.machine'
import type { ComponentEvent, Player, PlayerState } from './ports'
import type { StreamDeps } from './publisher'
import { StreamRunner } from './stream-runner'

/** Who is in the room right now, by ZEGO's stream list; null = the list has not arrived yet. */
export type StreamPresence = (streamID: string) => boolean | null

/** What the phone says → what it means for a picture. A lost network shows in the frames soon enough. */
const PHONE_EVENTS: Partial<Record<PhoneEvent, PlayerEvent>> = {
  shown: 'resumed',
  audioFree: 'resumed',
  networkBack: 'networkBack',
  networkSwitched: 'networkSwitched',
}

const WAITS_FOR_FRAMES: ReadonlySet<PlayerState> = new Set(['requesting', 'playing', 'stalled', 'recovering'])

/** The player's machine, fed by the component's events, by its frames, by the room's stream list and by ZEGO's view of the play. */
export class ZegoPlayer implements Player {
  private readonly runner: StreamRunner<PlayerState, PlayerEvent>
  private readonly deps: StreamDeps
  private readonly present: StreamPresence
  private readonly frames: FrameWatch
  /** The component has counted frames since it was last opened: only then does its silence mean anything. */
  private counts = false

  constructor(deps: StreamDeps, present: StreamPresence, onState: (state: PlayerState) => void) {
    this.deps = deps
    this.present = present
    const { engine } = deps
    this.frames = new FrameWatch(deps.clock, {
      quietMs: STALLED_AFTER_MS,
      goneMs: ANCHOR_AWAY_AFTER_MS,
      quiet: () => {
        if (this.counts) this.runner.send('loading')
      },
      gone: () => this.starved(),
    })
    this.runner = new StreamRunner<PlayerState, PlayerEvent>({
      ...deps,
      name: 'player',
      table: PLAYER,
      first: 'idle',
      ask: (streamID) => {
        this.counts = false
        return engine.startPlayingStream(streamID)
      },
      forget: (streamID) => engine.stopPlayingStream(streamID),
      failed: () => 'gaveUp',
      late: () => (this.present(this.runner.streamID) === false ? 'anchorGone' : 'overdue'),
      onState: (state) => {
        if (WAITS_FOR_FRAMES.has(state)) this.frames.expect()
        else this.frames.stop()
        onState(state)
      },
    })
  }

  play(streamID: string): void {
    if (this.runner.streamID !== '' && this.runner.streamID !== streamID) this.runner.send('stop')
    this.runner.streamID = streamID
    this.runner.send('play')
  }

  onStateChange(event: ComponentEvent): void {
    const code = stateCode(event)
    // A try that was given back to ZEGO has nothing to say any more.
    if (!this.runner.held) return
    forwardState(this.deps.engine, this.runner.streamID, event)
    if (code === null) return
    const known = PLAYER_EVENTS[code]
    if (known === undefined) {
      if (!PLAYER_SILENT.has(code)) this.deps.log(`player: unknown code ${code}`)
      return
    }
    if (known === 'firstFrame' || known === 'moving') this.frames.seen()
    this.error(known)
    // Whoever is in the background sees no picture and misses none.
    if (known === 'suspended') this.frames.stop()
  }

  onNetStatus(event: ComponentEvent): void {
    if (!this.runner.held) return
    forwardNetStatus(this.deps.engine, this.runner.streamID, event)
    this.counts = true
    if ((videoFps(event) ?? 0) <= 0) return
    if (WAITS_FOR_FRAMES.has(this.runner.state)) this.frames.seen()
    this.runner.send('moving')
  }

  /** playerStateUpdate of the SDK. */
  zegoState(result: StreamStateResult): void {
    if (result.streamID !== this.runner.streamID) return
    if (result.state === 'NO_PLAY' && result.errorCode !== 0) {
      this.deps.log(`player: ZEGO code ${result.errorCode}`)
      this.error('gaveUp')
    }
  }

  /** roomStreamUpdate of the SDK. */
  streamCame(streamID: string): void {
    if (streamID === this.runner.streamID) this.begin('anchorBack')
  }

  streamWent(streamID: string): void {
    if (streamID === this.runner.streamID) this.runner.send('anchorGone')
  }

  phone(phoneEvent: PhoneEvent): void {
    // A hidden page's picture rests unless it floats: then it counts frames, and the watch begins again.
    if (phoneEvent === 'hidden') this.frames.stop()
    const event = PHONE_EVENTS[phoneEvent]
    if (event !== undefined) this.begin(event)
  }

  /** ZEGO's room has us again after a break, with the streams it had. Meanwhile it gave out no address. */
  roomBack(): void {
    this.lineBack()
    if (this.runner.state === 'recovering' && !this.runner.held) this.runner.send('retry')
  }

  relogged(): void {
    this.begin('relogged')
  }

  retry(): void {
    this.begin('retry')
  }

  end(): void {
    this.runner.send('showOver')
  }

  stop(): void {
    this.runner.send('stop')
  }

  /** What may bring the picture back gives it its full ten seconds again. */
  private begin(event: PlayerEvent): void {
    this.runner.send(event)
    this.lineBack()
  }

  private lineBack(): void {
    if (WAITS_FOR_FRAMES.has(this.runner.state)) this.frames.seen()
  }

  private starved(): boolean {
    const { state } = this.runner
    // A component that never counts frames cannot be judged by their absence once it has shown one.
    if (state === 'playing' && !this.counts) return true
    if (!this.deps.lineOk()) return false
    this.runner.send('starved')
    return true
  }

  /** A line that breaks while nobody publishes is not our line's fault: the anchor is away. */
  private error(event: PlayerEvent): void {
    const lost = event === 'lineLost' || event === 'gaveUp'
    this.runner.send(lost && this.present(this.runner.streamID) === false ? 'anchorGone' : event)
  }
}
