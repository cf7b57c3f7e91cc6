import { PlayerEngine } from '../../media/page/player-engine.ts'
import { PusherEngine } from '../../media/page/pusher-engine.ts'
import { watchMarks } from '../../media/page/video-mark.ts'
import type { PlayerPort, PlayerPortDeps } from './live-player/player-port.ts'
import type { PusherPort, PusherPortDeps, PusherSettings } from './live-pusher/pusher-port.ts'

/**
 * The one place where the phone's page bundle meets the media part's engines: the components know only the ports.
 */
export const createPusher = (deps: PusherPortDeps, settings: PusherSettings): PusherPort =>
  new PusherEngine(deps, settings)

export const createPlayer = (deps: PlayerPortDeps, muted: boolean): PlayerPort =>
  new PlayerEngine(deps, { muted })

/** Calls back for every presented frame with the time mark in it, or null; answers how to stop. */
export const watchTimeMarks: (
  video: HTMLVideoElement,
  onFrame: (mark: { readonly markMs: number; readonly atMs: number } | null) => void,
) => () => void = watchMarks
