const BUCKET_MS = 500
const BUCKETS = 4

/** Bits per second over the last two seconds, from byte counts given with their time (ms, monotonic). */
export class RateMeter {
  #buckets: { index: number; bytes: number }[] = []

  add(bytes: number, nowMs: number): void {
    const index = Math.floor(nowMs / BUCKET_MS)
    const last = this.#buckets.at(-1)
    if (last?.index === index) last.bytes += bytes
    else {
      this.#buckets.push({ index, bytes })
      if (this.#buckets.length > BUCKETS + 1) this.#buckets.shift()
    }
  }

  kbps(nowMs: number): number {
    // The running bucket is not counted: it is only partly over.
    const current = Math.floor(nowMs / BUCKET_MS)
    const bytes = this.#buckets
      .filter(({ index }) => index < current && index >= current - BUCKETS)
      .reduce((sum, bucket) => sum + bucket.bytes, 0)
    return Math.round((bytes * 8) / (BUCKETS * BUCKET_MS))
  }
}
