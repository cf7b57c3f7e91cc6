import type { PlayerMark } from '../../link/link.ts'

const MAX_SAMPLES = 600

/** Collects the time marks of one player's presented frames. Times in ms since the epoch. */
export class MarkLog {
  #frames = 0
  #unreadable = 0
  #samples: { markMs: number; presentedMs: number }[] = []

  add(mark: { readonly markMs: number; readonly atMs: number } | null): void {
    this.#frames++
    if (mark === null) {
      this.#unreadable++
      return
    }
    this.#samples.push({ markMs: mark.markMs, presentedMs: mark.atMs })
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift()
  }

  read(id: string): PlayerMark {
    const newest = this.#samples.at(-1)
    return {
      id,
      markMs: newest?.markMs ?? null,
      presentedMs: newest?.presentedMs ?? null,
      frames: this.#frames,
      unreadable: this.#unreadable,
      samples: [...this.#samples],
    }
  }
}
