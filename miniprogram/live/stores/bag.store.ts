import { makeAutoObservable, reaction } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import type { SessionStore } from '../../core/session.store'
import { ShelfReader, stockOf } from '../../core/shelf-reader'
import type { PinnedItem } from '../../domain/api/pinned-item'
import type { RoomSnapshot } from '../../domain/api/room'
import type { Shelf, ShelfEntry } from '../../domain/api/shelf'
import type { Fen } from '../../domain/money'
import type { ShelfStocks } from '../../rtc/ports'
import { bagNote, FEW } from '../text/bag-text'

/** What the bag has to know of the room it belongs to. */
export interface BagRoom {
  readonly snapshot: RoomSnapshot | null
  /** From the last beacon; null = none has come yet. */
  readonly stocks: ShelfStocks | null
}

export interface BagDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly room: BagRoom
}

export interface BagRow {
  readonly goodsID: string
  readonly number: number
  readonly title: string
  readonly subtitle: string
  readonly picture: string
  readonly priceFen: Fen
  /** What is struck through; 0 = nothing. */
  readonly insteadOfFen: number
  readonly isFrom: boolean
  /** explaining = the one on screen; few = say how many are left. */
  readonly state: 'explaining' | 'on-sale' | 'sold-out' | 'off'
  /** 直播价 · 剩 12 件 · 每人限 2 件; '' = nothing to say. */
  readonly note: string
  readonly isUrgent: boolean
}

export type PinnedCard = Omit<PinnedItem, 'pinnedAt'> & { readonly isSoldOut: boolean }

/**
 * The goods of one room as its viewers see them. What is being explained comes with the room's truth; the shelf is read
 * when somebody opens the bag and again only when its version grew; how many are left comes with the beacon.
 */
export class BagStore {
  isOpen = false
  private readonly reader: ShelfReader
  private readonly deps: BagDeps

  constructor(deps: BagDeps) {
    this.deps = deps
    this.reader = new ShelfReader(deps)
    const plain = { deps: false, reader: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  /** Why the shelf did not come; '' = nothing is wrong. */
  get error(): string {
    return this.reader.error
  }

  /** What hangs on the cord, or null: nothing is being explained. */
  get pinnedCard(): PinnedCard | null {
    const pinned = this.deps.room.snapshot?.pinned
    if (pinned == null) return null
    const { pinnedAt: _, ...item } = pinned
    const stock = this.stockOf(pinned.number, pinned.stock)
    return { ...item, stock, isSoldOut: stock === 0 }
  }

  /** Goods on the shelf, as far as this phone knows; 0 = none, or not known. */
  get count(): number {
    return this.shelf?.entries.length ?? this.deps.room.stocks?.stocks.length ?? 0
  }

  get phase(): 'loading' | 'list' | 'empty' | 'unreachable' {
    if (this.shelf !== null) return this.shelf.entries.length > 0 ? 'list' : 'empty'
    return this.error === '' ? 'loading' : 'unreachable'
  }

  /** The one being explained first, then by number. */
  get rows(): BagRow[] {
    const pinnedID = this.deps.room.snapshot?.pinned?.goodsID
    const rows = (this.shelf?.entries ?? []).map((entry) => this.row(entry, entry.goods.goodsID === pinnedID))
    return [
      ...rows.filter(({ goodsID }) => goodsID === pinnedID),
      ...rows.filter((row) => row.goodsID !== pinnedID),
    ]
  }

  /** The shelf we know is not the room's any more. */
  get isOld(): boolean {
    const { snapshot } = this.deps.room
    return snapshot !== null && (this.shelf === null || this.shelf.shelfRev < snapshot.shelfRev)
  }

  /** While the bag is open a change of the shelf is read at once; the answer ends it. */
  watch(): () => void {
    return reaction(
      () => this.isOpen && this.isOld && this.error === '',
      (due) => due && void this.load(),
    )
  }

  open(): void {
    this.isOpen = true
    if (this.isOld) void this.load()
  }

  close(): void {
    this.isOpen = false
  }

  /** Reads the shelf. Never rejects. */
  async load(): Promise<void> {
    const roomID = this.deps.room.snapshot?.roomID
    if (roomID !== undefined) await this.reader.load(roomID)
  }

  private get shelf(): Shelf | null {
    return this.reader.shelf
  }

  private stockOf(number: number, known: number): number {
    const { snapshot, stocks } = this.deps.room
    return stockOf(stocks, { number, shelfRev: snapshot?.shelfRev ?? 0, known })
  }

  private row({ number, goods, priceFen }: ShelfEntry, isPinned: boolean): BagRow {
    const { goodsID, title, subtitle, picture, isFrom, limit, onSale, marketPriceFen } = goods
    const stock = this.stockOf(number, goods.stock)
    const isLive = priceFen < goods.priceFen
    const instead = isLive ? goods.priceFen : (marketPriceFen ?? 0)
    const state = !onSale ? 'off' : stock === 0 ? 'sold-out' : isPinned ? 'explaining' : 'on-sale'
    return {
      ...{ goodsID, number, title, subtitle, picture, priceFen, isFrom, state },
      insteadOfFen: instead > priceFen ? instead : 0,
      note: bagNote({ isLive, stock, limit }),
      isUrgent: stock < FEW || isLive,
    }
  }
}
