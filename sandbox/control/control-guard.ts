import type { IncomingHttpHeaders } from 'node:http'

const CONTROL_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/

/**
 * The control API is stricter than its port: a phone's page (pN.localhost) runs the project's code and must not
 * move clocks or people. A same-origin GET carries no Origin, so the Host is checked as well.
 * null = pass; otherwise one English sentence.
 */
export function refuseControlRequest(
  headers: Pick<IncomingHttpHeaders, 'host' | 'origin'>,
  port: number,
): string | null {
  if (!isControlHost(headers.host, port)) return 'the control API answers on 127.0.0.1 or localhost only'
  if (headers.origin === undefined) return null
  const origin = /^http:\/\/(.+)$/.exec(headers.origin)?.[1]
  return isControlHost(origin, port) ? null : 'only the control page may use the control API'
}

export function isControlHost(host: string | undefined, port: number): boolean {
  return Number(CONTROL_HOST.exec(host ?? '')?.[1] ?? Number.NaN) === port
}
