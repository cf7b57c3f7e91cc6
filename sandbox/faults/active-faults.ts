/** Takes a fault back; twice is harmless. */
export type Undo = () => unknown

interface Active<T, S> {
  readonly value: T
  readonly hits: (subject: S) => boolean
}

/**
 * The faults of one kind that are in force in a part, as the code that they hit asks for them. `S` is whom or what a
 * fault may be limited to.
 */
export class ActiveFaults<T, S = void> {
  readonly #all = new Set<Active<T, S>>()

  /** `hits` absent = everybody. */
  add(value: T, hits: (subject: S) => boolean = () => true): Undo {
    const own = { value, hits }
    this.#all.add(own)
    return () => void this.#all.delete(own)
  }

  /** Those that hit `subject`, oldest first. */
  of(subject: S): readonly T[] {
    return [...this.#all].filter(({ hits }) => hits(subject)).map(({ value }) => value)
  }

  /** Where several of one kind hit, the newest counts. */
  newest(subject: S): T | undefined {
    return this.of(subject).at(-1)
  }

  clear(): void {
    this.#all.clear()
  }
}
