import type { LogEntry } from '../phone/link/link.ts'

export interface LogLine {
  readonly at: number
  /** `sandbox` or a phone's id. */
  readonly from: string
  readonly type: LogEntry['type']
  readonly text: string
}

/** What GET /_sandbox/state answers differently from now on. */
export type StateChange = 'phones' | 'people' | 'faults' | 'clock' | 'settings' | 'reset'
export type UpdateMessage = { readonly line: LogLine } | { readonly changed: StateChange }

export interface Updates {
  /** The newest lines, oldest first. */
  recent(): readonly LogLine[]
  say(line: LogLine): void
  changed(what: StateChange): void
  listen(listener: (message: UpdateMessage) => void): () => void
}

const KEPT = 200
const LONGEST = 2_000

/** What the control page shows as it happens. */
export function createUpdates(): Updates {
  const lines: LogLine[] = []
  const listeners = new Set<(message: UpdateMessage) => void>()
  const tell = (message: UpdateMessage) => {
    for (const listener of listeners) listener(message)
  }
  return {
    recent: () => lines,
    say(line) {
      const kept = { ...line, text: line.text.slice(0, LONGEST) }
      lines.push(kept)
      if (lines.length > KEPT) lines.shift()
      tell({ line: kept })
    },
    changed: (what) => tell({ changed: what }),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** One line for people: strings as they are, the rest as JSON, an exception with the place it came from. */
export function logLineOf(entry: LogEntry): string {
  const text = entry.args
    .map((arg) => (typeof arg === 'string' ? arg : (JSON.stringify(arg) ?? String(arg))))
    .join(' ')
  const place = entry.stack
    ?.split('\n')
    .find((row) => /^\s*at /.test(row))
    ?.trim()
  return entry.type === 'exception' && place ? `${text} (${place})` : text
}
