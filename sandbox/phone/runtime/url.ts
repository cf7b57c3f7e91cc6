/** Pure rules of page addresses. */

export interface PageAddress {
  /** `live/room/room` */
  readonly path: string
  readonly query: Record<string, string>
}

/**
 * `/live/room/room?roomID=a%20b` → path without leading slash, decoded query (values are always strings).
 * `html` at the end of a path is tolerated, as WeChat does for addresses of search and scan.
 */
export function parseAddress(url: string): PageAddress {
  const cut = url.indexOf('?')
  const path = (cut < 0 ? url : url.slice(0, cut)).replace(/^\/+/, '').replace(/\.html$/, '')
  const query: Record<string, string> = {}
  for (const pair of cut < 0 ? [] : url.slice(cut + 1).split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    query[name] = equals < 0 ? '' : decode(pair.slice(equals + 1))
  }
  return { path, query }
}

/** `../x/x?a=1` seen from `live/room/room` → `live/x/x?a=1`. */
export function resolveAddress(url: string, from: string): string {
  const cut = url.indexOf('?')
  const path = cut < 0 ? url : url.slice(0, cut)
  const rest = cut < 0 ? '' : url.slice(cut)
  const parts = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/') + rest
}

/** WeChat leaves a broken escape as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
