import { KNOWN_APIS } from './known-apis.ts'
import { compareVersions } from './versions.ts'

export interface CanIUseDeps {
  readonly SDKVersion: string
  /** Names that really work here, refusals not included. */
  readonly implemented: ReadonlySet<string>
  /** Attributes and events of a built-in tag (kebab-case), or undefined when the tag is not imitated. */
  attributesOf(tag: string): ReadonlySet<string> | undefined
}

/** Base library that brought the component. Source: WeChat docs, 组件. */
const COMPONENTS_SINCE: Readonly<Record<string, string>> = {
  'live-player': '1.7.0',
  'live-pusher': '1.7.0',
  'cover-view': '1.4.0',
  'cover-image': '1.4.0',
}

/** Attributes that came later than their component and that apps ask about. */
const ATTRIBUTES_SINCE: Readonly<Record<string, string>> = {
  'button.open-type.agreePrivacyAuthorization': '2.32.3',
  'live-player.picture-in-picture-mode': '2.10.3',
  'live-pusher.picture-in-picture-mode': '2.25.0',
  'live-pusher.enable-mic': '2.10.0',
  'live-pusher.video-width': '2.10.0',
  'live-pusher.fps': '2.31.0',
}

/**
 * wx.canIUse: `API`, `API.return.field`, `API.object.method`, `component`, `component.attribute[.option]`.
 * Answers for this sandbox and this phone's base library: what refuses here is not usable.
 * Source: WeChat docs, wx.canIUse. D-WX-62: fields and options below an implemented API or attribute are taken as there.
 */
export function canIUse(schema: string, deps: CanIUseDeps): boolean {
  const [head = '', attribute, option] = String(schema).split('.')
  const reached = (since: string | undefined) =>
    since === undefined || compareVersions(deps.SDKVersion, since) >= 0
  const attributes = deps.attributesOf(head)
  if (attributes !== undefined) {
    if (!reached(COMPONENTS_SINCE[head])) return false
    if (attribute === undefined) return true
    const path = [head, attribute, option].filter((part) => part !== undefined).join('.')
    return (
      attributes.has(attribute) && reached(ATTRIBUTES_SINCE[path] ?? ATTRIBUTES_SINCE[`${head}.${attribute}`])
    )
  }
  return deps.implemented.has(head) && reached(KNOWN_APIS.get(head)?.since)
}
