import type { RoomEntranceDeps } from '../../../miniprogram/live/stores/room-entrance'
import type { RtcEngine } from '../../../miniprogram/rtc/engine'
import type { ComponentEvent, LiveComponent } from '../../../miniprogram/rtc/ports'
import type { Rtc } from '../../../miniprogram/rtc/sessions'
import type { ViewerSessionListener } from '../../../miniprogram/rtc/viewer-session'

/**
 * The opponent of `bench first-frame`: what ZEGO's guides say a viewer's page does, one step after the other, each
 * begun as soon as the one before it is done: package and engine, token, login, the room's stream list, the stream's
 * address, play. It has the shape of RoomEntrance and of its session, so page, components, packages and player settings are the app's own.
 */
export class SequentialSession {
  readonly session = this
  private readonly deps: RoomEntranceDeps
  private readonly roomID: string
  private readonly component: LiveComponent
  private readonly listener: ViewerSessionListener
  private engine: RtcEngine | null = null
  private streamID = ''

  constructor(
    deps: RoomEntranceDeps,
    room: { readonly roomID: string; readonly component: LiveComponent },
    listener: ViewerSessionListener,
  ) {
    this.deps = deps
    this.roomID = room.roomID
    this.component = room.component
    this.listener = listener
  }

  async open(): Promise<void> {
    const { roomID, component } = this
    // Measured in a copy of the app whose rtc package also makes engines. The app's own is warm already: not this one.
    const { newEngine } = (await this.deps.loadRtc()) as Rtc & { newEngine(): RtcEngine }
    const engine = newEngine()
    this.engine = engine
    const grant = await this.deps.cloud.call('token.issue', { roomID })
    const streamCame = new Promise<string>((resolve) => {
      engine.on('roomStreamUpdate', (_room, type, [stream]) => {
        if (type === 'ADD' && stream) resolve(stream.streamID)
      })
    })
    await engine.loginRoom(roomID, grant.token, { userID: grant.userID }, { userUpdate: false })
    this.streamID = await streamCame
    this.listener.player('requesting')
    const { url } = await engine.startPlayingStream(this.streamID)
    await component.load(url, this.streamID)
    component.start()
  }

  onStateChange(event: ComponentEvent): void {
    this.engine?.updatePlayerState(this.streamID, { detail: event.detail })
    if (event.detail.code === 2003) this.listener.player('playing')
  }

  onNetStatus(event: ComponentEvent): void {
    this.engine?.updatePlayerNetStatus(this.streamID, { detail: event.detail })
  }

  phone(): void {}

  retryPicture(): void {}

  async close(): Promise<void> {
    this.component.stop()
    this.engine?.stopPlayingStream(this.streamID)
    this.engine?.logoutRoom(this.roomID)
  }
}
