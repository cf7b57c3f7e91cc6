import { makeAutoObservable } from 'mobx-miniprogram'
import type { Shelf } from '../domain/api/shelf'
import type { Beacon } from '../domain/signal'
import type { CloudApi } from './cloud-api'
import { errorText } from './error-text'
import type { SessionStore } from './session.store'

export interface ShelfReaderDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
}

/** This phone's copy of one room's shelf: the viewer's bag and the studio read it the same way. */
export class ShelfReader {
  shelf: Shelf | null = null
  /** Why the last read brought nothing; '' = it did, or is under way. */
  error = ''
  private reading: Promise<void> | null = null
  /** Grows with every other room: an answer about an older one counts no more. */
  private turn = 0
  private readonly deps: ShelfReaderDeps

  constructor(deps: ShelfReaderDeps) {
    this.deps = deps
    const plain = { deps: false, reading: false, turn: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  /** Repeated calls while one is under way share its answer. Never rejects. */
  load(roomID: string): Promise<void> {
    if (this.reading !== null) return this.reading
    const reading = this.read(roomID).finally(() => {
      if (this.reading === reading) this.reading = null
    })
    this.reading = reading
    return reading
  }

  /** Older than what is there, it is not taken; the same version again brings fresh stock. */
  take(shelf: Shelf): void {
    this.error = ''
    if (this.shelf === null || shelf.shelfRev >= this.shelf.shelfRev) this.shelf = shelf
  }

  /** Another room's shelf is meant from now on. */
  clear(): void {
    this.turn++
    this.reading = null
    this.shelf = null
    this.error = ''
  }

  private async read(roomID: string): Promise<void> {
    const { turn } = this
    this.setError('')
    try {
      const { shelf } = await this.deps.cloud.call('shelf.get', { roomID })
      this.deps.session.syncServerTime(shelf.serverTime)
      if (turn === this.turn) this.take(shelf)
    } catch (error) {
      if (turn === this.turn) this.setError(errorText(error))
    }
  }

  private setError(error: string): void {
    this.error = error
  }
}

/** Pieces left of a number as the newest beacon says, when it speaks of the same shelf; else `known`. */
export function stockOf(
  stocks: Beacon['shelf'] | null,
  { number, shelfRev, known }: { readonly number: number; readonly shelfRev: number; readonly known: number },
): number {
  if (stocks?.shelfRev !== shelfRev) return known
  return stocks.stocks[number - 1] ?? known
}
