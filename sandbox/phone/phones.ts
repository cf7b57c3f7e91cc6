import type { WebSocket } from 'ws'
import { SandboxError } from '../errors.ts'
import { ActiveFaults } from '../faults/active-faults.ts'
import { type CloudGateway, cloudHandlers } from './cloud-gateway.ts'
import { type ConditionChange, conditionsOf } from './conditions.ts'
import type { Device } from './device.ts'
import { type HostLink, serveHostLink } from './link/host-link.ts'
import {
  type HostRequests,
  LINK_CLOSED,
  type LogEntry,
  type PhoneRecord,
  type ShareCard,
} from './link/link.ts'
import { type PaymentGateway, paymentHandlers } from './payment-gateway.ts'
import { requestedDomain } from './requested-domains.ts'
import type { BootConfig } from './runtime/boot-config.ts'

export interface OpenPhone {
  readonly person: string
  /** First page with query; absent = the app's entry page. */
  readonly path?: string
  readonly sdkVersion?: string
  readonly platform?: Device['platform']
  /** WeChat scene of the start, 1001 when absent. */
  readonly scene?: number
  /** CSS pixels `375x812`; the page fills whatever window it gets, the control page sizes the frame by this. */
  readonly widthHeight?: string
}

export interface ReceivedCard extends ShareCard {
  readonly id: string
  /** Person who sent it. */
  readonly from: string
}

export interface PhoneView {
  /** `p1` */
  readonly id: string
  /** `http://p1.localhost:PORT/` */
  readonly url: string
  readonly person: string
  readonly path: string | null
  readonly sdkVersion: string
  readonly platform: Device['platform']
  readonly scene: number
  readonly widthHeight: string
  readonly connected: boolean
  readonly cards: readonly ReceivedCard[]
}

export interface Phones {
  list(): PhoneView[]
  open(phone: OpenPhone): PhoneView
  close(id: string): void
  /**
   * Asks the page; waits ≤ 10 s for it to be there. Rejects SandboxError NOT_FOUND (no such phone, nobody has opened
   * its page) or with the page's own error.
   */
  request<M extends keyof HostRequests>(
    id: string,
    method: M,
    params: HostRequests[M]['params'],
  ): Promise<HostRequests[M]['result']>
  /** The answer ends the subscription. */
  onLog(listener: (phoneID: string, entry: LogEntry) => void): () => void
  /** What the phone recorded, oldest first (≤ 5,000, newest kept); it outlives reloads. */
  records(id: string): readonly PhoneRecord[]
  clearRecords(id: string): void
  /** Server domains that any phone asked for since the start, allowed or not: `wss://host`, `https://host`. */
  requestedDomains(): readonly string[]
  /** A page's first screen is there; again after each reload. */
  onConnect(listener: (phoneID: string) => void): () => void
}

export interface PhonesDeps extends CloudGateway {
  /** Port of the server that phone pages come from. */
  port(): number
  /** Absent = the project has no merchant. */
  readonly payments?: PaymentGateway
  /** Runs before a page is asked to reload. */
  recompile(): Promise<void>
  /** The entry with the project's own lines, and the first of them. */
  explain?(entry: LogEntry): { readonly entry: LogEntry; readonly place: string | null }
}

interface Phone {
  view: PhoneView
  link: HostLink | null
  waiting: Set<(link: HostLink | null) => void>
  /** Next page load starts with empty storage. */
  fresh: boolean
  /** Cards that no page of this phone was there to show yet. */
  undelivered: ReceivedCard[]
  records: PhoneRecord[]
  /** What faults have done to it, oldest first. */
  readonly changes: ActiveFaults<ConditionChange>
  /** Shown page with query that the next load returns to. */
  resume: string | null
  /** Which app the page was made of: see appChanged. */
  version: number
}

const MAX_RECORDS = 5_000
const CONNECT_TIMEOUT_MS = 10_000

/** All phones of one sandbox and the pages that show them. */
export class PhoneRegistry implements Phones {
  private readonly deps: PhonesDeps
  private readonly phones = new Map<string, Phone>()
  private readonly logListeners = new Set<(phoneID: string, entry: LogEntry) => void>()
  private readonly domains = new Set<string>()
  private readonly connectListeners = new Set<(phoneID: string) => void>()
  private version = 0
  private lastPhone = 0
  private lastCard = 0

  constructor(deps: PhonesDeps) {
    this.deps = deps
  }

  list(): PhoneView[] {
    return [...this.phones.values()].map(({ view }) => view)
  }

  find(id: string): PhoneView | null {
    return this.phones.get(id)?.view ?? null
  }

  open({ person, path, sdkVersion, platform, scene, widthHeight }: OpenPhone): PhoneView {
    this.lastPhone += 1
    const id = `p${this.lastPhone}`
    const view: PhoneView = {
      id,
      url: `http://${id}.localhost:${this.deps.port()}/`,
      person,
      path: path ?? null,
      sdkVersion: sdkVersion ?? '3.8.0',
      platform: platform ?? 'ios',
      scene: scene ?? 1001,
      widthHeight: widthHeight ?? '375x812',
      connected: false,
      cards: [],
    }
    this.phones.set(id, {
      view,
      link: null,
      waiting: new Set(),
      fresh: true,
      undelivered: [],
      records: [],
      changes: new ActiveFaults(),
      resume: null,
      version: 0,
    })
    return view
  }

  close(id: string): void {
    const phone = this.phones.get(id)
    if (!phone) throw notFound(id)
    this.phones.delete(id)
    phone.link?.close(LINK_CLOSED.closed)
    for (const giveUp of [...phone.waiting]) giveUp(null)
  }

  /**
   * For the page that loads now. `fresh` is true once for each new phone and after `reset`: it must forget its storage.
   * `path` is where it starts; a page that only shows problems leaves the resumed one to the next.
   */
  takeStart(id: string, broken: boolean): Pick<BootConfig, 'fresh' | 'path' | 'conditions'> {
    const phone = this.existing(id)
    const conditions = conditionsOf(phone.changes.of())
    const start = { fresh: phone.fresh, path: phone.resume ?? phone.view.path, conditions }
    phone.fresh = false
    phone.version = this.version
    if (!broken) phone.resume = null
    return start
  }

  /** There is a new app: pages made of an older one reload as soon as they can. */
  appChanged(): void {
    this.version += 1
  }

  /** Reloads every open phone on the page it shows; resolves when all are there again, or after 10 s. */
  async refresh(): Promise<void> {
    const open = [...this.phones].filter(([, { link }]) => link !== null)
    await Promise.all(open.map(([id]) => this.refreshOne(id).catch(() => undefined)))
  }

  private async refreshOne(id: string): Promise<void> {
    const link = await this.connected(id)
    const phone = this.existing(id)
    // It has loaded the new app by itself meanwhile.
    if (phone.version === this.version) return
    const { shown } = await this.reload(phone, link)
    if (shown !== null) phone.resume = shown
    await this.connected(id)
  }

  async request<M extends keyof HostRequests>(
    id: string,
    method: M,
    params: HostRequests[M]['params'],
  ): Promise<HostRequests[M]['result']> {
    const link = await this.connected(id)
    if (method !== 'app.reload') return link.request(method, params)
    await this.deps.recompile()
    return this.reload(this.existing(id), link) as Promise<HostRequests[M]['result']>
  }

  onLog(listener: (phoneID: string, entry: LogEntry) => void): () => void {
    this.logListeners.add(listener)
    return () => void this.logListeners.delete(listener)
  }

  records(id: string): readonly PhoneRecord[] {
    return [...this.existing(id).records]
  }

  clearRecords(id: string): void {
    this.existing(id).records = []
  }

  requestedDomains(): readonly string[] {
    return [...this.domains].sort()
  }

  /** Adds a change of conditions; the answer takes it back. The page takes over what results at once, or when it loads. */
  async addCondition(id: string, change: ConditionChange): Promise<() => Promise<void>> {
    const phone = this.existing(id)
    const lift = phone.changes.add(change)
    await this.applyConditions(phone)
    return async () => {
      lift()
      await this.applyConditions(phone)
    }
  }

  private async applyConditions({ changes, link }: Phone): Promise<void> {
    // A page that goes away meanwhile gets them with its next load.
    await link?.request('conditions.set', conditionsOf(changes.of())).catch(() => undefined)
  }

  onConnect(listener: (phoneID: string) => void): () => void {
    this.connectListeners.add(listener)
    return () => void this.connectListeners.delete(listener)
  }

  /** A page of phone `id` has connected; it replaces an older page of the same phone. */
  accept(id: string, socket: WebSocket): void {
    const phone = this.phones.get(id)
    if (!phone) {
      socket.close(LINK_CLOSED.refused, 'no such phone')
      return
    }
    const link = serveHostLink(socket, this.handlers(id), () => {
      if (phone.link !== link) return
      phone.link = null
      phone.view = { ...phone.view, connected: false }
    })
    phone.link?.close(LINK_CLOSED.replaced)
    phone.link = link
  }

  /** Cards gone, storage emptied at the next load, pages reloaded. */
  async reset(): Promise<void> {
    for (const phone of this.phones.values()) {
      phone.fresh = true
      phone.view = { ...phone.view, cards: [] }
      phone.undelivered = []
      phone.changes.clear()
      phone.resume = null
      if (phone.link) await this.reload(phone, phone.link).catch(() => undefined)
    }
  }

  /** What is asked from now on waits for the new page. */
  private reload(phone: Phone, link: HostLink): Promise<HostRequests['app.reload']['result']> {
    phone.view = { ...phone.view, connected: false }
    return link.request('app.reload', {})
  }

  stop(): void {
    for (const id of [...this.phones.keys()]) this.close(id)
  }

  private handlers(id: string) {
    return {
      ...cloudHandlers(this.deps, () => this.existing(id).view.person),
      ...paymentHandlers(this.deps.payments, () => this.existing(id).view.person),
      'share.send': async (card: ShareCard) => {
        this.deliver(id, card)
        return {}
      },
      'log.add': async (entry: LogEntry) => {
        const explained = this.deps.explain?.(entry) ?? { entry, place: null }
        for (const listener of this.logListeners) listener(id, explained.entry)
        return { place: explained.place }
      },
      'record.add': async (entry: PhoneRecord) => {
        const { records } = this.existing(id)
        records.push(entry)
        if (records.length > MAX_RECORDS) records.shift()
        const domain = requestedDomain(entry)
        if (domain !== null) this.domains.add(domain)
        return {}
      },
      'phone.ready': async (_params: { path: string }) => {
        this.ready(id)
        return {}
      },
    }
  }

  private ready(id: string): void {
    const phone = this.existing(id)
    phone.view = { ...phone.view, connected: true }
    for (const go of [...phone.waiting]) go(phone.link)
    for (const card of phone.undelivered.splice(0)) this.show(phone, card)
    for (const listener of this.connectListeners) listener(id)
  }

  /** A share card reaches every other phone's chat. */
  private deliver(from: string, card: ShareCard): void {
    this.lastCard += 1
    const received: ReceivedCard = {
      ...card,
      id: `card${this.lastCard}`,
      from: this.existing(from).view.person,
    }
    for (const [id, phone] of this.phones) {
      if (id === from) continue
      phone.view = { ...phone.view, cards: [...phone.view.cards, received] }
      this.show(phone, received)
    }
  }

  private show(phone: Phone, card: ReceivedCard): void {
    if (!phone.view.connected || !phone.link) {
      phone.undelivered.push(card)
      return
    }
    // A page that goes away while the card is on its way shows it after its next start.
    phone.link.request('share.received', card).catch(() => void phone.undelivered.push(card))
  }

  private connected(id: string): Promise<HostLink> {
    const phone = this.existing(id)
    if (phone.link && phone.view.connected) return Promise.resolve(phone.link)
    return new Promise((resolve, reject) => {
      const finish = (link: HostLink | null) => {
        clearTimeout(timer)
        phone.waiting.delete(finish)
        if (link) resolve(link)
        else reject(new SandboxError('NOT_FOUND', `phone ${id} is not open in any browser`))
      }
      const timer = setTimeout(() => finish(null), CONNECT_TIMEOUT_MS)
      phone.waiting.add(finish)
    })
  }

  private existing(id: string): Phone {
    const phone = this.phones.get(id)
    if (!phone) throw notFound(id)
    return phone
  }
}

const notFound = (id: string) => new SandboxError('NOT_FOUND', `there is no phone ${id}`)
