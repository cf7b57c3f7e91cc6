/** The page of the browser test: a pusher or a player with nothing around it. Nothing here ships. */
import { PlayerEngine } from '../player-engine.ts'
import { PusherEngine } from '../pusher-engine.ts'
import type { PusherOptions } from '../pusher-options.ts'
import { readVideoMark, type VideoMark, watchMarks } from '../video-mark.ts'

export interface Seen {
  readonly atMs: number
  readonly event: string
  readonly detail: unknown
}

export interface LivePage {
  readonly events: Seen[]
  readonly marks: (VideoMark | null)[]
  pusher: PusherEngine | null
  player: PlayerEngine | null
  openPusher(pushUrl: string, options: Partial<PusherOptions>, retryMs: number): void
  openPlayer(flvUrl: string, retryMs: number): void
  mark(): VideoMark | null
}

declare global {
  interface Window {
    live: LivePage
  }
}

const host = document.createElement('div')
host.style.cssText = 'position:absolute;left:0;top:0;width:360px;height:640px'
document.body.append(host)
const video = document.createElement('video')
video.style.cssText = 'width:360px;height:640px;object-fit:cover'
const events: Seen[] = []
const emit = (event: string, detail: unknown) => void events.push({ atMs: Date.now(), event, detail })
const marks: (VideoMark | null)[] = []

window.live = {
  events,
  marks,
  pusher: null,
  player: null,
  openPusher(pushUrl, options, retryMs) {
    this.pusher = new PusherEngine({ pushUrl, emit, canvasHost: host, retryMs }, options)
  },
  openPlayer(flvUrl, retryMs) {
    host.append(video)
    this.player = new PlayerEngine({ flvUrl, emit, video, retryMs })
    watchMarks(video, (mark) => marks.push(mark))
  },
  mark: () => readVideoMark(video),
}
