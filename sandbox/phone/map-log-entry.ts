import { firstPlace, type SourceTrace } from './compiler/source-trace.ts'
import type { LogEntry } from './link/link.ts'

/** A phone's log entry with the project's own files and lines in its stacks. */
export function mapLogEntry(
  trace: SourceTrace,
  entry: LogEntry,
): { readonly entry: LogEntry; readonly place: string | null } {
  const stack = entry.stack === undefined ? undefined : trace.translate(entry.stack)
  const args = entry.args.map((arg) => (typeof arg === 'string' ? trace.translate(arg) : arg))
  return {
    entry: { ...entry, args, ...(stack !== undefined && { stack }) },
    place: stack === undefined ? null : firstPlace(stack),
  }
}
