/** A published name: `rtmp://host/<app>/<streamID>?<query>`. */
export interface StreamName {
  readonly app: string
  readonly streamID: string
}

// ZEGO allows 1-256 of digits, letters, "-" and "_" in a streamID (docs 12720); the app part follows the same rule.
const PART = /^[\w-]{1,256}$/

export const isStreamName = ({ app, streamID }: StreamName): boolean => PART.test(app) && PART.test(streamID)
export const keyOf = ({ app, streamID }: StreamName): string => `${app}/${streamID}`
