/** A pause in the picture that a person sees; shorter ones are only "loading". */
const STUTTER_MS = 500

export interface StallEvents {
  loading(): void
  stutter(): void
  playing(): void
}

/** Watches a playing video run dry and come back. Silent before `begin` and after `pause`. */
export class StallDetector {
  #active = false
  #stalled = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: StallEvents,
  ) {
    video.addEventListener('waiting', this.#onWaiting)
    video.addEventListener('playing', this.#onPlaying)
  }

  begin(): void {
    this.#active = true
    this.#stalled = false
    // It may have run dry before anybody watched.
    this.#timer = setTimeout(() => {
      if (this.video.readyState < this.video.HAVE_FUTURE_DATA) this.#onWaiting()
    }, STUTTER_MS)
  }

  pause(): void {
    this.#active = false
    clearTimeout(this.#timer)
  }

  stop(): void {
    this.pause()
    this.video.removeEventListener('waiting', this.#onWaiting)
    this.video.removeEventListener('playing', this.#onPlaying)
  }

  readonly #onWaiting = (): void => {
    if (!this.#active || this.#stalled) return
    clearTimeout(this.#timer)
    this.#stalled = true
    this.events.loading()
    this.#timer = setTimeout(() => this.events.stutter(), STUTTER_MS)
  }

  readonly #onPlaying = (): void => {
    clearTimeout(this.#timer)
    if (!this.#active || !this.#stalled) return
    this.#stalled = false
    this.events.playing()
  }
}
