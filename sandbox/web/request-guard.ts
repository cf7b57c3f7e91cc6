import type { IncomingMessage } from 'node:http'

/**
 * Loopback is no guard: any web page the person opens can reach 127.0.0.1, and a name that rebinds to it passes
 * the address check. So every port asks three things before it looks at a request:
 * the Host is a loopback name, a present Origin is one of ours, and a change says `content-type: application/json`
 * (which a cross-origin form cannot send without a preflight that we never answer).
 */
export interface RequestGuard {
  /** null = pass; otherwise one English sentence for the 403 answer. */
  refuse(request: Pick<IncomingMessage, 'headers' | 'method'>, options?: RequestGuardOptions): string | null
}

export interface RequestGuardOptions {
  /** Content types a change may have besides application/json, e.g. what wx-server-sdk sends for openapi calls. */
  readonly contentTypes?: readonly string[]
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|[a-z0-9-]+\.localhost|\[::1\])(?::\d{1,5})?$/
const READS = new Set(['GET', 'HEAD'])

/** `ownOrigin` decides which pages are ours, e.g. the control page and the phones of this very sandbox. */
export function createRequestGuard(ownOrigin: (origin: string) => boolean): RequestGuard {
  return {
    refuse({ headers, method }, options = {}) {
      if (!LOOPBACK_HOST.test(headers.host ?? '')) return 'Host is not a loopback name'
      if (headers.origin !== undefined && !ownOrigin(headers.origin))
        return 'Origin is not part of this sandbox'
      if (READS.has(method ?? 'GET')) return null
      const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
      const allowed = ['application/json', ...(options.contentTypes ?? [])]
      return allowed.includes(type) ? null : `content-type must be ${allowed.join(' or ')}`
    },
  }
}

/** The origins of one sandbox: its control page on 127.0.0.1 or localhost, and its phones on pN.localhost. */
export function sandboxOrigins(port: () => number): (origin: string) => boolean {
  return (origin) => {
    const match = /^http:\/\/(127\.0\.0\.1|localhost|p\d+\.localhost):(\d+)$/.exec(origin)
    return match !== null && Number(match[2]) === port()
  }
}
