import type { PhoneRecord } from './link/link.ts'

/** Where a phone says whom it is about to call, allowed or not. */
const ASKS: ReadonlySet<string> = new Set(['socket.ask', 'request.send'])

/** `wss://host`, `https://host`: the server domain a record asked for, as the admin console lists it; null = none. */
export function requestedDomain(record: PhoneRecord): string | null {
  if (!ASKS.has(record.name)) return null
  const { url } = record.detail as { url: string }
  if (!URL.canParse(url)) return null
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
