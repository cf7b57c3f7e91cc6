import type { PublisherState } from '../../rtc/ports'

/** What the pusher reports about itself, kbps and frames a second, and when (ms). */
export interface UplinkReport {
  readonly videoKbps: number
  readonly audioKbps: number
  readonly fps: number
  readonly at: number
}

export interface UplinkFacts {
  readonly publisher: PublisherState
  /** ms since the stream was live last. */
  readonly sinceMs: number
  readonly report: UplinkReport | null
  /** ms since video fell below 60 % of the target; null = it has not. */
  readonly blurredMs: number | null
  /** ms since the anchor switched the microphone off; null = it is on. */
  readonly mutedMs: number | null
  readonly now: number
}

export interface UplinkHealth {
  readonly tone: 'good' | 'weak' | 'bad' | 'waiting'
  readonly sentence: string
  /** 0–4 */
  readonly bars: number
  /** The panel is a button that opens the stream anew. */
  readonly canReopen: boolean
}

export const REPORT_FRESH_MS = 5_000
export const BLURRED_AFTER_MS = 6_000
export const MUTED_REMINDER_MS = 20_000
export const ENOUGH_FPS = 12

/** The sentence the anchor trusts. It claims only what was measured in the last seconds; the worst thing comes first. */
export function uplinkHealth(facts: UplinkFacts): UplinkHealth {
  const { publisher, report, now } = facts
  const seconds = Math.floor(facts.sinceMs / 1000)
  switch (publisher) {
    case 'failed':
      return { tone: 'bad', sentence: `画面停了 ${seconds} 秒，点这里重开`, bars: 0, canReopen: true }
    case 'interrupted':
      return { tone: 'bad', sentence: `画面暂停了 ${seconds} 秒，点这里接着播`, bars: 0, canReopen: true }
    case 'recovering':
      return { tone: 'bad', sentence: `观众卡住了，正在重连 ${seconds} 秒`, bars: 1, canReopen: false }
    case 'live':
      break
    default:
      return { tone: 'waiting', sentence: '正在接通观众', bars: 0, canReopen: false }
  }
  if (report === null || now - report.at > REPORT_FRESH_MS) {
    return { tone: 'waiting', sentence: '正在确认画面', bars: 0, canReopen: false }
  }
  if (facts.mutedMs !== null) {
    return facts.mutedMs > MUTED_REMINDER_MS
      ? { tone: 'bad', sentence: '麦克风关着，观众听不见', bars: 2, canReopen: false }
      : { tone: 'waiting', sentence: '观众看得见，麦克风关着', bars: 4, canReopen: false }
  }
  if (report.audioKbps <= 0) return { tone: 'bad', sentence: '麦克风没声音', bars: 2, canReopen: false }
  if ((facts.blurredMs ?? 0) > BLURRED_AFTER_MS) {
    return { tone: 'weak', sentence: '画面有点糊，已降清晰度', bars: 2, canReopen: false }
  }
  if (report.fps < ENOUGH_FPS) return { tone: 'weak', sentence: '画面有点卡', bars: 2, canReopen: false }
  return { tone: 'good', sentence: '观众看得见、听得见', bars: 4, canReopen: false }
}

/** 上行 1020 kbps · 15 fps */
export const uplinkFigures = ({ videoKbps, audioKbps, fps }: UplinkReport): string =>
  `上行 ${Math.round(videoKbps + audioKbps)} kbps · ${Math.round(fps)} fps`
