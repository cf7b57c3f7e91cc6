import type { RtcEngine } from './engine'
import type { ComponentEvent } from './ports'

/**
 * A component's events belong to the SDK first: it confirms a publish and notices a failed play by them (ZEGO docs, mini
 * program, "publish and play"). Ours and the plugin's components give the same shape; only `detail` is passed on.
 */
export function forwardState(engine: RtcEngine, streamID: string, event: ComponentEvent): void {
  engine.updatePlayerState(streamID, { detail: event.detail })
}

export function forwardNetStatus(engine: RtcEngine, streamID: string, event: ComponentEvent): void {
  engine.updatePlayerNetStatus(streamID, { detail: event.detail })
}

/** The status code of a state change, or null. */
export function stateCode(event: ComponentEvent): number | null {
  const code = event.detail.code
  return typeof code === 'number' && Number.isInteger(code) ? code : null
}

/** The frame rate of a net status, or null. */
export function videoFps(event: ComponentEvent): number | null {
  const fps = (event.detail.info as { videoFPS?: unknown } | null | undefined)?.videoFPS
  return typeof fps === 'number' && Number.isFinite(fps) ? fps : null
}
