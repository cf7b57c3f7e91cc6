import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../../core/clock'
import type { Uplink as Sent } from '../../domain/api/studio'
import type { ComponentEvent, PublisherState } from '../../rtc/ports'
import {
  REPORT_FRESH_MS,
  type UplinkHealth,
  type UplinkReport,
  uplinkFigures,
  uplinkHealth,
} from '../text/uplink-text'

/** kbps the pusher aims at; below 60 % of it, on a poor line, the picture is called blurred. */
export const TARGET_KBPS = 900
/** netQualityLevel of live-pusher: 1 best … 4 poor, 6 unusable, 0 unknown. */
export const POOR_LINE = 4

/** What is known about the anchor's own stream: its state, the pusher's last report, the microphone switch. */
export class UplinkStore {
  publisher: PublisherState = 'idle'
  muted = false
  private report: UplinkReport | null = null
  private now: number
  /** When the stream was live last, or began to be opened. */
  private brokenSince = 0
  private mutedAt: number | null = null
  private blurredAt: number | null = null
  private readonly clock: Clock

  constructor(deps: { clock: Clock }) {
    this.clock = deps.clock
    this.now = deps.clock.now()
    makeAutoObservable<this, 'clock'>(this, { clock: false }, { autoBind: true, deep: false })
  }

  get health(): UplinkHealth {
    const { publisher, report, now } = this
    const since = (at: number | null) => (at === null ? null : now - at)
    return uplinkHealth({
      publisher,
      report,
      now,
      sinceMs: now - this.brokenSince,
      blurredMs: since(this.blurredAt),
      mutedMs: since(this.mutedAt),
    })
  }

  /** '上行 1020 kbps · 15 fps', or '' while nothing fresh was measured. */
  get figures(): string {
    const fresh = this.freshReport(this.now)
    if (fresh === null) return ''
    return uplinkFigures(fresh)
  }

  /** What the server hears of it; zeros = nothing is sent. */
  get measured(): Sent {
    const { videoKbps = 0, audioKbps = 0, fps = 0 } = this.freshReport(this.clock.now()) ?? {}
    return { videoKbps, audioKbps, fps }
  }

  tick(): void {
    this.now = this.clock.now()
  }

  toggleMute(): void {
    this.tick()
    this.muted = !this.muted
    this.mutedAt = this.muted ? this.now : null
  }

  setPublisher(state: PublisherState): void {
    this.tick()
    if (this.publisher === 'live' || state === 'live' || state === 'connecting') this.brokenSince = this.now
    this.publisher = state
  }

  /** bindnetstatus of the pusher: kbps and frames a second. */
  onNetStatus(event: ComponentEvent): void {
    const info = event.detail.info as Partial<Record<string, unknown>> | null | undefined
    const read = (name: string) => Number(info?.[name] ?? 0) || 0
    const at = this.clock.now()
    const videoKbps = read('videoBitrate')
    this.report = { videoKbps, audioKbps: read('audioBitrate'), fps: read('videoFPS'), at }
    // A still picture needs few bits: it is blurred only when the line is reported poor as well.
    const thin = videoKbps < TARGET_KBPS * 0.6 && read('netQualityLevel') >= POOR_LINE
    this.blurredAt = thin ? (this.blurredAt ?? at) : null
  }

  /** Another show, or another try: nothing measured before counts. */
  forget(): void {
    this.publisher = 'idle'
    this.report = null
    this.blurredAt = null
  }

  private freshReport(now: number): UplinkReport | null {
    const { report, publisher } = this
    return report !== null && publisher === 'live' && now - report.at <= REPORT_FRESH_MS ? report : null
  }
}
