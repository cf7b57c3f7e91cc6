/**
 * Where a live-player's `src` is found here. D-MD-01: `rtmp://` and `http(s)://….flv` of any host are fetched as FLV
 * over WebSocket from this sandbox, because a browser speaks no RTMP. Pure.
 */
const RTMP = /^rtmps?:\/\/[^/?#]+\/([\w-]+)\/([\w-]+)(?:[?#].*)?$/
const FLV = /^(?:https?|wss?):\/\/[^/?#]+\/([\w-]+)\/([\w-]+)\.flv(?:[?#].*)?$/

/** `${flvUrl}/<app>/<streamID>.flv`, or null when `src` is neither RTMP nor FLV (live-player takes no other). */
export function flvAddressOf(src: string, flvUrl: string): string | null {
  const match = RTMP.exec(src) ?? FLV.exec(src)
  return match ? `${flvUrl}/${match[1]}/${match[2]}.flv` : null
}
