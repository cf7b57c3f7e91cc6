import { COMPONENTS_SINCE, compareVersions } from '../runtime/versions.ts'
import { KNOWN_APIS } from './known-apis.ts'

export interface CanIUseDeps {
  readonly SDKVersion: string
  /** Names that really work here, refusals not included. */
  readonly implemented: ReadonlySet<string>
  /** Attributes of a built-in tag that this phone knows (kebab-case), or undefined when the tag is not imitated. */
  attributesOf(tag: string): ReadonlySet<string> | undefined
}

/** Options that came later than their attribute and that apps ask about. */
const OPTIONS_SINCE: Readonly<Record<string, string>> = {
  'button.open-type.agreePrivacyAuthorization': '2.32.3',
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
    return attributes.has(attribute) && reached(OPTIONS_SINCE[`${head}.${attribute}.${option}`])
  }
  return deps.implemented.has(head) && reached(KNOWN_APIS.get(head)?.since)
}
