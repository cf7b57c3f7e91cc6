import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import type { SessionStore } from '../../core/session.store'
import { ShelfReader, stockOf } from '../../core/shelf-reader'
import type { PinnedItem } from '../../domain/api/pinned-item'
import type { RoomSnapshot } from '../../domain/api/room'
import type { Shelf, ShelfDraft, ShelfEntry } from '../../domain/api/shelf'
import { isAppError } from '../../domain/errors'
import { SHELF_MAX } from '../../domain/goods/goods.rules'
import type { Fen } from '../../domain/money'
import type { ShelfStocks } from '../../rtc/ports'
import { shelfText } from '../text/goods-text'

/** none = the show has no room yet, so it has no shelf either. */
export type ShelfPhase = 'none' | 'loading' | 'ready' | 'unreachable'

export interface ShelfRow {
  readonly goodsID: string
  readonly number: number
  readonly title: string
  readonly picture: string
  /** The cheapest in this room. */
  readonly priceFen: Fen
  readonly isFrom: boolean
  readonly hasLivePrice: boolean
  /** Pieces left, as the newest of shelf and beacon says. */
  readonly stock: number
  readonly state: 'explaining' | 'on-sale' | 'sold-out' | 'off'
}

/** The goods of the show that its owner prepares or is on: order, live-only prices, and what is being explained. */
export class ShelfStore {
  roomID: string | null = null
  /** What is under way: 'set', or the goods that is being pinned or unpinned; '' = nothing. */
  busy = ''
  /** Why the last tap did not work; '' = it did. */
  note = ''
  pinned: PinnedItem | null = null
  private stocks: ShelfStocks | null = null
  private rev = 0
  private readonly reader: ShelfReader
  private readonly deps: { readonly cloud: CloudApi; readonly session: SessionStore }

  constructor(deps: { readonly cloud: CloudApi; readonly session: SessionStore }) {
    this.deps = deps
    this.reader = new ShelfReader(deps)
    const plain = { deps: false, rev: false, reader: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get phase(): ShelfPhase {
    if (this.roomID === null) return 'none'
    if (this.shelf !== null) return 'ready'
    return this.reader.error === '' ? 'loading' : 'unreachable'
  }

  get rows(): readonly ShelfRow[] {
    return (this.shelf?.entries ?? []).map((entry) => this.rowOf(entry))
  }

  get count(): number {
    return this.shelf?.entries.length ?? 0
  }

  /** Those that can be explained next, in the order of the shelf, beginning behind the one on screen. */
  get next(): readonly ShelfRow[] {
    const { rows } = this
    const at = rows.findIndex(({ state }) => state === 'explaining')
    return [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))]
  }

  get explaining(): ShelfRow | null {
    return this.rows.find(({ state }) => state === 'explaining') ?? null
  }

  /** ms since the one on screen is being explained. */
  get explainedMs(): number {
    return this.pinned === null ? 0 : Math.max(0, this.deps.session.now() - this.pinned.pinnedAt)
  }

  livePricesOf(goodsID: string): Readonly<Record<string, Fen>> {
    return this.shelf?.entries.find(({ goods }) => goods.goodsID === goodsID)?.livePrices ?? {}
  }

  has(goodsID: string): boolean {
    return this.shelf?.entries.some(({ goods }) => goods.goodsID === goodsID) ?? false
  }

  /** The room's truth, from whoever knows it: another room's shelf replaces this one, a newer shelf is read. */
  applySnapshot(room: RoomSnapshot): void {
    if (room.roomID !== this.roomID) this.begin(room.roomID)
    if (room.rev < this.rev) return
    this.rev = room.rev
    this.pinned = room.pinned
    if (room.shelfRev === 0) this.isEmpty(room)
    else if (this.phase === 'loading' || room.shelfRev > (this.shelf?.shelfRev ?? 0)) void this.load()
  }

  /** From the beacon of every beat: pieces left, by number. */
  setStocks(stocks: ShelfStocks | null): void {
    this.stocks = stocks
  }

  /** Reads the shelf. Never rejects. */
  async load(): Promise<void> {
    const { roomID } = this
    if (roomID === null) return
    const before = this.shelf
    await this.reader.load(roomID)
    if (roomID !== this.roomID) return
    // What was just read is newer than the last beacon.
    if (this.shelf !== before) this.setStocks(null)
    if (this.reader.error !== '') this.say(this.reader.error)
  }

  async add(goodsIDs: readonly string[]): Promise<boolean> {
    const fresh = goodsIDs.filter((goodsID) => !this.has(goodsID))
    if (fresh.length === 0) return true
    return this.set([...this.drafts, ...fresh.map((goodsID) => ({ goodsID }))])
  }

  async remove(goodsID: string): Promise<boolean> {
    return this.set(this.drafts.filter((draft) => draft.goodsID !== goodsID))
  }

  /** One step up (-1) or down (1); at the end of the shelf nothing happens. */
  async move(goodsID: string, step: -1 | 1): Promise<boolean> {
    const drafts = [...this.drafts]
    const from = drafts.findIndex((draft) => draft.goodsID === goodsID)
    const [moved] = drafts.slice(from, from + 1)
    const to = from + step
    if (from < 0 || moved === undefined || to < 0 || to >= drafts.length) return false
    drafts.splice(from, 1)
    drafts.splice(to, 0, moved)
    return this.set(drafts)
  }

  /** Prices by skuID that count only while this show is live; {} = the ordinary ones. */
  async setLivePrices(goodsID: string, livePrices: Readonly<Record<string, Fen>>): Promise<boolean> {
    return this.set(this.drafts.map((draft) => (draft.goodsID === goodsID ? { goodsID, livePrices } : draft)))
  }

  /** Shows it on top of every phone. Never rejects. */
  async pin(goodsID: string): Promise<void> {
    const { roomID } = this
    if (roomID === null || this.busy !== '') return
    await this.ask(goodsID, async () => {
      const { room } = await this.deps.cloud.call('shelf.pin', { roomID, goodsID })
      this.applySnapshot(room)
    })
  }

  /** Nothing is explained any more. Never rejects. */
  async unpin(): Promise<void> {
    const { roomID, pinned } = this
    if (roomID === null || pinned === null || this.busy !== '') return
    await this.ask(pinned.goodsID, async () => {
      const { room } = await this.deps.cloud.call('shelf.unpin', { roomID })
      this.applySnapshot(room)
    })
  }

  /** The show is over, or another one begins. */
  clear(): void {
    this.begin(null)
  }

  private get drafts(): readonly ShelfDraft[] {
    return (this.shelf?.entries ?? []).map(({ goods, livePrices }) => ({
      goodsID: goods.goodsID,
      livePrices,
    }))
  }

  private async set(entries: readonly ShelfDraft[]): Promise<boolean> {
    const { roomID, shelf } = this
    if (roomID === null || shelf === null || this.busy !== '') return false
    if (entries.length > SHELF_MAX) {
      this.say(shelfText.tooMany(SHELF_MAX))
      return false
    }
    return this.ask('set', async () => {
      const answer = await this.deps.cloud.call('shelf.set', { roomID, shelfRev: shelf.shelfRev, entries })
      this.take(answer.shelf)
      this.applySnapshot(answer.room)
    })
  }

  /** True when it worked; else the note says why, and a shelf that is not ours any more is read again. */
  private async ask(busy: string, task: () => Promise<void>): Promise<boolean> {
    this.setBusy(busy)
    this.say('')
    try {
      await task()
      return true
    } catch (error) {
      this.say(errorText(error))
      if (isAppError(error, 'SHELF_CHANGED') || isAppError(error, 'NOT_ON_SHELF')) void this.load()
      return false
    } finally {
      this.setBusy('')
    }
  }

  private get shelf(): Shelf | null {
    return this.reader.shelf
  }

  private rowOf({ number, goods, livePrices, priceFen }: ShelfEntry): ShelfRow {
    const { goodsID, title, picture, isFrom, onSale } = goods
    const stock = stockOf(this.stocks, { number, shelfRev: this.shelf?.shelfRev ?? 0, known: goods.stock })
    const hasLivePrice = Object.keys(livePrices).length > 0
    const shown = { goodsID, number, title, picture, priceFen, isFrom, hasLivePrice, stock }
    if (this.pinned?.goodsID === goodsID) return { ...shown, state: 'explaining' }
    if (!onSale) return { ...shown, state: 'off' }
    return { ...shown, state: stock > 0 ? 'on-sale' : 'sold-out' }
  }

  private begin(roomID: string | null): void {
    this.roomID = roomID
    this.reader.clear()
    this.stocks = null
    this.pinned = null
    this.rev = 0
    this.note = ''
  }

  /** Nothing was ever put on it: that is known without asking. */
  private isEmpty({ roomID, serverTime }: RoomSnapshot): void {
    if (this.shelf === null) this.reader.take({ roomID, shelfRev: 0, entries: [], serverTime })
  }

  private take(shelf: Shelf): void {
    this.deps.session.syncServerTime(shelf.serverTime)
    this.reader.take(shelf)
    this.setStocks(null)
  }

  private setBusy(busy: string): void {
    this.busy = busy
  }

  private say(note: string): void {
    this.note = note
  }
}
