import type { Player, PlayerState, TagEvent } from '../stores/live-room'
import { PLAYER_EVENTS, PLAYER_SILENT } from './codes'
import type { StreamStateResult } from './engine'
import { PLAYER, type PlayerEvent } from './player.machine'
import type { StreamDeps } from './publisher'
import { StreamRunner } from './stream-runner'
import { forwardNetStatus, forwardState, tagCode, tagFps } from './tag-events'

/** Who is in the room right now, by ZEGO's stream list; null = the list has not arrived yet. */
export type StreamPresence = (streamID: string) => boolean | null

/** The player's machine, fed by the tag's events, by the room's stream list and by ZEGO's own view of the play. */
export class ZegoPlayer implements Player {
  private readonly runner: StreamRunner<PlayerState, PlayerEvent>
  private readonly deps: StreamDeps
  private readonly present: StreamPresence

  constructor(deps: StreamDeps, present: StreamPresence, onState: (state: PlayerState) => void) {
    this.deps = deps
    this.present = present
    const { engine } = deps
    this.runner = new StreamRunner<PlayerState, PlayerEvent>({
      ...deps,
      name: 'player',
      table: PLAYER,
      first: 'idle',
      ask: (streamID) => engine.startPlayingStream(streamID),
      forget: (streamID) => engine.stopPlayingStream(streamID),
      failed: () => 'gaveUp',
      late: () => (this.present(this.runner.streamID) === false ? 'hostGone' : 'overdue'),
      onState,
    })
  }

  play(streamID: string): void {
    if (this.runner.streamID !== '' && this.runner.streamID !== streamID) this.runner.send('stop')
    this.runner.streamID = streamID
    this.runner.send('play')
  }

  tagState(event: TagEvent): void {
    if (this.runner.held) forwardState(this.deps.engine, this.runner.streamID, event)
    const code = tagCode(event)
    if (code === null) return
    const known = PLAYER_EVENTS[code]
    if (known !== undefined) this.trouble(known)
    else if (!PLAYER_SILENT.has(code)) this.deps.log(`player: unknown code ${code}`)
  }

  tagNet(event: TagEvent): void {
    if (this.runner.held) forwardNetStatus(this.deps.engine, this.runner.streamID, event)
    if ((tagFps(event) ?? 0) > 0) this.runner.send('moving')
  }

  /** playerStateUpdate of the SDK. */
  zegoState(result: StreamStateResult): void {
    if (result.streamID !== this.runner.streamID) return
    if (result.state === 'NO_PLAY' && result.errorCode !== 0) {
      this.deps.log(`player: ZEGO code ${result.errorCode}`)
      this.trouble('gaveUp')
    }
  }

  /** roomStreamUpdate of the SDK. */
  streamCame(streamID: string): void {
    if (streamID === this.runner.streamID) this.runner.send('hostBack')
  }

  streamWent(streamID: string): void {
    if (streamID === this.runner.streamID) this.runner.send('hostGone')
  }

  resumed(): void {
    this.runner.send('resumed')
  }

  retry(): void {
    this.runner.send('retry')
  }

  end(): void {
    this.runner.send('showOver')
  }

  stop(): void {
    this.runner.send('stop')
  }

  /** A line that breaks while nobody publishes is not our line's fault: the host is away. */
  private trouble(event: PlayerEvent): void {
    const lost = event === 'lineLost' || event === 'gaveUp'
    this.runner.send(lost && this.present(this.runner.streamID) === false ? 'hostGone' : event)
  }
}
