import { makeAutoObservable } from 'mobx-miniprogram'
import { isAppError } from '../domain/errors'
import { errorText } from './error-text'

export type ListPhase = 'loading' | 'list' | 'empty' | 'unreachable'

export interface ListPage<T, Cursor> {
  readonly items: readonly T[]
  /** Where the next page begins; null = this was the last one. */
  readonly next: Cursor | null
}

/** A list that comes page by page, newest first. The last question asked wins; a page that fails keeps what is there. */
export class CursorList<T, Cursor> {
  phase: ListPhase = 'loading'
  items: readonly T[] = []
  /** Why nothing (more) came; '' = all is well. */
  error = ''
  loadingMore = false
  /** The person is not the owner: there is nothing to try again. */
  isForbidden = false
  private moreToCome = false
  private next: Cursor | null = null
  /** Grows with every question; the answer to an older one counts no more. */
  private turn = 0
  private readonly read: (from: Cursor | null) => Promise<ListPage<T, Cursor>>

  /** `read` answers the page that begins at `from` (null = the first) or rejects with an AppError. */
  constructor(read: (from: Cursor | null) => Promise<ListPage<T, Cursor>>) {
    this.read = read
    const plain = { read: false, next: false, turn: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get hasMore(): boolean {
    return this.phase === 'list' && this.moreToCome
  }

  /** The first page, anew. `fresh` = another question: the old answer leaves the screen. Never rejects. */
  async load(fresh = false): Promise<void> {
    const turn = this.begin(fresh)
    try {
      const page = await this.read(null)
      if (turn === this.turn) this.show(page, false)
    } catch (error) {
      if (turn === this.turn) this.fail(error)
    }
  }

  /** The next page; a second call while one is under way, or after the last page, does nothing. Never rejects. */
  async more(): Promise<void> {
    if (this.loadingMore || !this.hasMore) return
    const { turn } = this
    this.setLoadingMore(true)
    try {
      const page = await this.read(this.next)
      if (turn === this.turn) this.show(page, true)
    } catch (error) {
      if (turn === this.turn) this.fail(error)
    } finally {
      if (turn === this.turn) this.setLoadingMore(false)
    }
  }

  /** Puts a newer version in the place of the old one. */
  replace(isSame: (item: T) => boolean, newer: T): void {
    this.items = this.items.map((item) => (isSame(item) ? newer : item))
  }

  private begin(fresh: boolean): number {
    if (fresh || this.phase === 'unreachable') {
      this.phase = 'loading'
      this.items = []
    }
    this.loadingMore = false
    return ++this.turn
  }

  private show({ items, next }: ListPage<T, Cursor>, behind: boolean): void {
    this.items = behind ? [...this.items, ...items] : items
    this.next = next
    this.moreToCome = next !== null
    this.error = ''
    this.isForbidden = false
    this.phase = this.items.length > 0 ? 'list' : 'empty'
  }

  private fail(error: unknown): void {
    this.error = errorText(error)
    this.isForbidden = isAppError(error, 'NOT_OWNER')
    if (this.phase !== 'list') this.phase = 'unreachable'
  }

  private setLoadingMore(loadingMore: boolean): void {
    this.loadingMore = loadingMore
  }
}
