/** What GET /_sandbox/faults shows. Free of Node: the control page reads it, too. */
export interface ActiveFault {
  readonly id: string
  readonly target: string
  readonly kind: string
  /** As it was ordered, defaults filled in. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Machine time, ms; null = until it is taken back. */
  readonly untilMs: number | null
}

export interface ListedKind {
  readonly target: string
  readonly kind: string
  /** Of target and kind, in Chinese. */
  readonly targetLabel: string
  readonly label: string
  /** What happens, one English sentence. */
  readonly what: string
  readonly lasts: boolean
  /** JSON schema of each field a request may have beside target, kind and forMs. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Those that must be there. */
  readonly needs: readonly string[]
}
