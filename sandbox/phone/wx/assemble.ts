import type { BuiltIn, PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { compareVersions } from '../runtime/versions.ts'
import { address } from './address.ts'
import { alertBeforeUnload } from './alert-before-unload.ts'
import { base } from './base.ts'
import { canIUse } from './can-i-use.ts'
import { media } from './choose-media.ts'
import { clipboard } from './clipboard.ts'
import { cloud } from './cloud.ts'
import { events } from './events.ts'
import { KNOWN_APIS } from './known-apis.ts'
import { liveContexts } from './live-contexts.ts'
import { navigationBar } from './navigation-bar.ts'
import { network } from './network.ts'
import { payment } from './payment.ts'
import { permission } from './permissions.ts'
import { privacy } from './privacy.ts'
import { query } from './query.ts'
import { receipt } from './receipt.ts'
import { refusals } from './refuse.ts'
import { request } from './request.ts'
import { route } from './route.ts'
import { share } from './share.ts'
import { socket } from './socket.ts'
import { storage } from './storage.ts'
import { systemInfoFamily } from './system-info.ts'
import { ui } from './ui.ts'

/** The typings date functions only. Source: WeChat docs, 云开发, 兼容性. */
const CLOUD_SINCE = '2.2.3'

const FAMILIES: readonly WxFamily[] = [
  base,
  systemInfoFamily,
  route,
  alertBeforeUnload,
  storage,
  ui,
  navigationBar,
  events,
  network,
  socket,
  request,
  cloud,
  permission,
  media,
  address,
  clipboard,
  payment,
  receipt,
  privacy,
  share,
  query,
  liveContexts,
]

/**
 * The `wx` of one phone: what is imitated, a refusal for every other known name, nothing for names that WeChat does not
 * have or that are newer than the phone's base library. `components` are the tags that canIUse may admit.
 */
export function assembleWx(phone: PhoneRuntime, components: readonly BuiltIn[]): Record<string, unknown> {
  const { SDKVersion } = phone.device
  const api: Record<string, unknown> = Object.assign({}, ...FAMILIES.map((family) => family(phone)))
  const implemented = new Set([...Object.keys(api), 'canIUse'])
  const attributes = attributesByTag(phone, components)
  const attributesOf = (tag: string) => attributes.get(tag)
  const all: Record<string, unknown> = {
    ...refusals(phone),
    ...api,
    canIUse: (schema: string) => canIUse(schema, { SDKVersion, implemented, attributesOf }),
  }
  for (const name of Object.keys(all)) {
    const since = name === 'cloud' ? CLOUD_SINCE : KNOWN_APIS.get(name)?.since
    if (since === undefined || compareVersions(SDKVersion, since) >= 0) continue
    delete all[name]
    implemented.delete(name)
  }
  return all
}

/** Attributes as WXML writes them, for canIUse('live-player.object-fit'). */
function attributesByTag(
  phone: PhoneRuntime,
  components: readonly BuiltIn[],
): Map<string, ReadonlySet<string>> {
  return new Map(
    components.map((component) => {
      const { properties } = component.definition(phone) as { properties: Record<string, unknown> }
      return [component.tag, new Set(Object.keys(properties).map(kebab))]
    }),
  )
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
