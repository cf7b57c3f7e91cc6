import { type HttpRequest, initConfig, type Resource } from './messages.ts'
import type { Member } from './rooms.ts'

/** First segment of every RTMP path; the SDK takes it from the app config's template. */
export const RTMP_APP = 'live'

const DISPATCH = /^\/v1\/jsrtmp\/dispatch\/([^/]+)\/([^/]+)\/(push|pull)\/[^/]*$/

export interface HttpAnswer {
  readonly status: number
  readonly body: object
}

/**
 * Where a stream is pushed to or pulled from. The SDK asks this through its socket before startPublishingStream and
 * startPlayingStream answer, and makes `rtmp://HOST/APP/STREAM?zgseq=…&zgdid=SESSION` of it; SESSION is the
 * user_session_id of the login. A stream that does not exist gets an address, too: only the player's state code tells.
 * The token in the headers is not looked at here: what may be published is decided by the media server, which asks
 * Admission, and at AddStream (D-ZG-07). For a push, `member` remembers the stream.
 */
export function dispatch(
  { location, service_no }: HttpRequest,
  rtmpHost: string,
  member: Pick<Member, 'dispatched'> | undefined,
): HttpAnswer {
  const [, app, streamID = '', way] = DISPATCH.exec(location) ?? []
  if (service_no !== 1 || app === undefined) return notFound('not found')
  if (app !== RTMP_APP) return notFound('unknown app')
  if (way === 'push') member?.dispatched.add(streamID)
  return { status: 200, body: { code: 0, message: 'success', hosts: [rtmpHost] } }
}

/** What a fault makes of it; the SDK asks again, with growing pauses, for up to 300 s. */
export const NO_DISPATCH: HttpAnswer = { status: 503, body: { code: 10_000, message: 'no node' } }

function notFound(message: string): HttpAnswer {
  return { status: 404, body: { code: 404, message } }
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
