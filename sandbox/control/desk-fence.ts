import type { IncomingHttpHeaders } from 'node:http'

const DESK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/

/**
 * The desk is stricter than the port it stands on: a phone's page (pN.localhost) runs the project's code and must not
 * move clocks or people. A same-origin GET carries no Origin, so the Host is checked as well.
 * null = pass; otherwise one English sentence.
 */
export function refuseAtDesk(
  headers: Pick<IncomingHttpHeaders, 'host' | 'origin'>,
  port: number,
): string | null {
  if (!isDeskHost(headers.host, port)) return 'the control API answers on 127.0.0.1 or localhost only'
  if (headers.origin === undefined) return null
  const origin = /^http:\/\/(.+)$/.exec(headers.origin)?.[1]
  return isDeskHost(origin, port) ? null : 'only the control page may use the control API'
}

export function isDeskHost(host: string | undefined, port: number): boolean {
  return Number(DESK_HOST.exec(host ?? '')?.[1] ?? Number.NaN) === port
}
