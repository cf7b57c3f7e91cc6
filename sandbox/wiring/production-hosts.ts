import type { HostMapping } from '../phone/device.ts'

export interface ZegoAddresses {
  readonly accesshubUrl: string
  readonly httplogUrl: string
}

/**
 * The production addresses an unmodified app asks for, and who answers here. It is the domain list of the WeChat
 * admin console as well: a host that is not listed is refused with errno 600002. Source: zego-express-engine-
 * miniprogram 3.6.0 (default domains, log upload).
 */
export function productionHosts(zego: ZegoAddresses | null): HostMapping[] {
  if (!zego) return []
  return [
    ...['accesshub-wss.zego.im', 'accesshub-wss.coolzcloud.com', 'accesshub-wss.zegocloud.com'].map(
      (host) => ({
        from: `wss://${host}/accesshub`,
        to: zego.accesshubUrl,
      }),
    ),
    { from: 'https://weblogger-wss.coolfcloud.com/httplog', to: zego.httplogUrl },
  ]
}
