/** One line of the function's log. Never an openid, a token or a secret: texts that are not ours go through `describeError`. */
export type LogEntry = { readonly event: string } & Readonly<Record<string, string | number>>

export type Log = (entry: LogEntry) => void

/** CloudBase collects what is printed; JSON stays searchable there. */
export const printLog: Log = (entry) => console.error(JSON.stringify(entry))

/**
 * What happened, for whoever repairs it. `hide` is cut out wherever it stands: the database quotes the values it refused
 * ("E11000 duplicate key error … dup key: { openSlot: … }"), an openid among them.
 */
export function describeError(error: unknown, hide: readonly string[]): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : safeJson(error)
  return hide
    .filter((word) => word !== '')
    .reduce((rest, word) => rest.replaceAll(word, '***'), text)
    .slice(0, 2_000)
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}
