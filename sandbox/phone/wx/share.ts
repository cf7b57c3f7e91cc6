import type { ShareCard } from '../link/link.ts'
import type { OpenedPage, PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { appName } from './app-name.ts'
import { asyncApi } from './callback.ts'
import { loadableUrl } from './cloud-files.ts'
import { perPhone } from './per-phone.ts'
import { unsupported } from './refuse.ts'
import { askActionSheet } from './surfaces/action-sheet.ts'
import { askShare, showChatCard } from './surfaces/share-sheet.ts'
import { toastOf } from './surfaces/toast.ts'

/** What onShareAppMessage may return. Source: WeChat docs, 框架接口/页面, onShareAppMessage. */
interface ShareContent {
  title?: string
  path?: string
  imageUrl?: string
  promise?: Promise<ShareContent>
}

type ShareHandler = (event: { from: 'button' | 'menu'; target: unknown }) => ShareContent | undefined

/** A promise that is slower loses against the values returned at once. Source: as above. */
const PROMISE_MS = 3_000

/** Card in a single chat. Source: WeChat docs, 场景值. */
const SCENE_CARD = 1007

/** One share handler for each phone: `<button open-type="share">` and the capsule's menu come here. */
export class Sharing {
  readonly #phone: PhoneRuntime
  readonly #hiddenOn = new Set<number>()

  constructor(phone: PhoneRuntime) {
    this.#phone = phone
    phone.link.handle('share.received', (card) => {
      showChatCard(phone, card, () => this.#open(card.path))
      return {}
    })
    phone.events.on('menu', () => {
      this.openMenu().catch((error: unknown) => phone.reportError(error, 'capsule menu'))
    })
  }

  /** Asks the page for its card, shows it, and sends it when the person says so. */
  async share(from: 'button' | 'menu', target?: unknown): Promise<void> {
    const page = this.#phone.pages.current().at(-1)
    if (page === undefined) return
    const card = await this.#cardOf(page, from, target)
    if (!(await askShare(this.#phone, card))) return
    await this.#phone.link.request('share.send', card)
    toastOf(this.#phone).show({ title: '已发送', icon: 'success', duration: 1500 })
  }

  /** The capsule's "···". The share entry is there only if the page defines onShareAppMessage and did not hide it. */
  async openMenu(): Promise<void> {
    const page = this.#phone.pages.current().at(-1)
    const offered = page !== undefined && handlerOf(page) !== undefined && !this.#hiddenOn.has(page.pageID)
    const items = offered ? ['发送给朋友'] : ['当前页面不可转发']
    const index = await askActionSheet(this.#phone, { items, title: appName(this.#phone), kind: 'menu' })
    if (index === 0 && offered) await this.share('menu')
  }

  setMenuShown(shown: boolean): void {
    const page = this.#phone.pages.current().at(-1)
    if (page === undefined) return
    if (shown) this.#hiddenOn.delete(page.pageID)
    else this.#hiddenOn.add(page.pageID)
  }

  async #cardOf(page: OpenedPage, from: 'button' | 'menu', target: unknown): Promise<ShareCard> {
    const content = await contentOf(this.#phone, page, from, target)
    return {
      title: content.title ?? appName(this.#phone),
      path: content.path ?? currentPath(page),
      imageUrl: content.imageUrl ? await portableUrl(this.#phone, content.imageUrl, page.path) : '',
    }
  }

  #open(path: string): void {
    this.#phone.openApp(path, SCENE_CARD).catch((error: unknown) => {
      this.#phone.reportError(error, 'share card')
    })
  }
}

export const sharingOf = perPhone((phone) => new Sharing(phone))

const handlerOf = (page: OpenedPage): ShareHandler | undefined => {
  const handler = page.instance.onShareAppMessage
  return typeof handler === 'function' ? (handler as ShareHandler).bind(page.instance) : undefined
}

async function contentOf(
  phone: PhoneRuntime,
  page: OpenedPage,
  from: 'button' | 'menu',
  target: unknown,
): Promise<ShareContent> {
  let content: ShareContent = {}
  try {
    content = handlerOf(page)?.({ from, target }) ?? {}
  } catch (error) {
    phone.reportError(error, `${page.path} onShareAppMessage`)
  }
  if (content.promise === undefined) return content
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PROMISE_MS))
  const resolved = await Promise.race([Promise.resolve(content.promise).catch(() => undefined), late])
  return resolved ?? content
}

function currentPath(page: OpenedPage): string {
  const query = Object.entries(page.query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/${page.path}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** The other phone has another origin: pictures of the project travel as data URLs. */
async function portableUrl(phone: PhoneRuntime, url: string, from: string): Promise<string> {
  if (/^(https?:|data:)/.test(url)) return url
  try {
    if (url.startsWith('cloud://')) return await loadableUrl(phone, url)
    const blob = await (await fetch(phone.assetUrl(url, from))).blob()
    return await new Promise((resolve, reject) => {
      const reader = new FileReader()
      reader.onload = () => resolve(String(reader.result))
      reader.onerror = () => reject(reader.error)
      reader.readAsDataURL(blob)
    })
  } catch (error) {
    phone.reportError(error, `share picture ${url}`)
    return ''
  }
}

/** wx.showShareMenu and its sisters. Source: WeChat docs, API/分享. */
export const share: WxFamily = (phone) => {
  const sharing = sharingOf(phone)
  const refuseTickets = (options: {
    withShareTicket?: boolean
    menus?: string[]
    isUpdatableMessage?: boolean
  }) => {
    // D-WX-64: no group chats (share tickets), no Moments, no updatable or private messages
    if (options.withShareTicket || options.isUpdatableMessage || options.menus?.includes('shareTimeline')) {
      throw unsupported('D-WX-64')
    }
  }
  return {
    showShareMenu: asyncApi(phone, 'showShareMenu', (options) => {
      refuseTickets(options)
      sharing.setMenuShown(true)
    }),
    hideShareMenu: asyncApi(phone, 'hideShareMenu', () => sharing.setMenuShown(false)),
    updateShareMenu: asyncApi(phone, 'updateShareMenu', refuseTickets),
  }
}
