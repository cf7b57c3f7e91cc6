import type { HostMapping } from '../runtime/phone-runtime.ts'

/**
 * The domain list and the redirect in one: a production URL is served by the local address of the longest listed prefix.
 * A URL of a host that is not listed gives null, and the call must be refused with errno 600002 as WeChat does.
 */
export function mapUrl(url: string, hosts: readonly HostMapping[]): string | null {
  let best: HostMapping | undefined
  for (const host of hosts) {
    if (!covers(host.from, url)) continue
    if (best === undefined || host.from.length > best.from.length) best = host
  }
  return best === undefined ? null : join(best.to, url.slice(best.from.length))
}

function covers(prefix: string, url: string): boolean {
  if (!url.startsWith(prefix)) return false
  const next = url.charAt(prefix.length)
  return prefix.endsWith('/') || next === '' || next === '/' || next === '?' || next === '#'
}

const join = (base: string, rest: string): string =>
  base.endsWith('/') && rest.startsWith('/') ? base + rest.slice(1) : base + rest
