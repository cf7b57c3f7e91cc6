import { type HttpRequest, initConfig, type Resource } from './messages.ts'

/** First segment of every RTMP path; the SDK takes it from the app config's template. */
export const RTMP_APP = 'live'

const DISPATCH = /^\/v1\/jsrtmp\/dispatch\/([^/]+)\/([^/]+)\/(push|pull)\/[^/]*$/

export interface HttpAnswer {
  readonly status: number
  readonly body: object
}

/**
 * Where a stream is pushed to or pulled from. The SDK asks this through its socket before startPublishingStream and
 * startPlayingStream answer, and makes `rtmp://HOST/APP/STREAM?zgseq=…&zgdid=SESSION` of it. A stream that does not
 * exist gets an address, too: only the player's state code tells. The token in the headers is not looked at here:
 * what may be published is decided at AddStream (D-ZG-07).
 */
export function dispatch({ location, service_no }: HttpRequest, rtmpHost: string): HttpAnswer {
  const match = DISPATCH.exec(location)
  if (service_no !== 1 || !match) return { status: 404, body: { code: 404, message: 'not found' } }
  if (match[1] !== RTMP_APP) return { status: 404, body: { code: 404, message: 'unknown app' } }
  return { status: 200, body: { code: 0, message: 'success', hosts: [rtmpHost] } }
}

/** What GetAppConfig answers: where streams live. Without the RTC template the SDK refuses to publish (1101002). */
export function appConfig(rtmpHost: string): Buffer {
  const rtmp = { protocol: 1, url_template: `rtmp://${rtmpHost}/${RTMP_APP}/{STREAM_NAME}`, resolve_type: 1 }
  const cdn: Resource = { resource_type: 0, service_info: [{ config_id: 'cdn', ...rtmp }] }
  const rtc: Resource = { resource_type: 1, service_info: [{ config_id: 'rtc', ...rtmp }] }
  return initConfig.encode({
    app_config: { domain: 'zego.im' },
    speedlog_config: { report_count: 10, charge_info_report_cycle: 30 },
    media_config: {
      play_config: { resource_info: [cdn, rtc] },
      publish_config: { resource_info: [cdn, rtc] },
    },
  })
}
