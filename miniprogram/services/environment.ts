/**
 * Can this WeChat run the app? Asked before anything else, so this file uses nothing newer than base library 1.1.1.
 */
import { gatePath, gateReason, type LiveTag } from './base-library'

/** First thing in a page's onLoad. True = the page does nothing more: the gate takes its place. */
export function redirectToGate(
  page: { readonly route?: string },
  query: Readonly<Record<string, string | undefined>>,
  tag: LiveTag | null,
): boolean {
  const reason = gateReason(baseLibrary(), (name) => wx.canIUse(name), tag)
  if (reason === null) return false
  wx.redirectTo({ url: gatePath(reason, pathOf(page.route || '', query)) })
  return true
}

function baseLibrary(): string {
  try {
    return wx.getSystemInfoSync().SDKVersion || '0'
  } catch (_error) {
    return '0'
  }
}

function pathOf(route: string, query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.keys(query).map((name) => `${name}=${encodeURIComponent(decoded(query[name] || ''))}`)
  return pairs.length === 0 ? `/${route}` : `/${route}?${pairs.join('&')}`
}

/** Query values arrive still encoded in some ways of opening a page. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch (_error) {
    return value
  }
}
