import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import type { SessionStore } from '../../core/session.store'
import { startText } from '../../core/start-text'
import type { RoomSnapshot } from '../../domain/api/room'
import { ERROR_MESSAGES } from '../../domain/errors'
import { TITLE_MAX } from '../../domain/room/room.rules'
import { announcedBefore, announcedNow } from '../text/show-text'

/** What the next show is called, how it looks on a card, and when it begins. Announced, it stands on the home page. */
export class ShowDraftStore {
  title = ''
  /** File ID in the cloud; '' = none chosen, the phones draw the shop's own. */
  cover = ''
  /** ms, server time; 0 = it begins when the button is tapped. */
  startsAt = 0
  announcing = false
  /** The room that this draft already has on the server. */
  room: RoomSnapshot | null = null
  /** One line under the button: what became of the last tap. */
  note = ''
  /** The note asks for something; else it only tells. */
  noteAsks = false
  /** Shows that this draft has become or given up. */
  private shows = 0
  private readonly deps: { readonly cloud: CloudApi; readonly session: SessionStore }

  constructor(deps: { readonly cloud: CloudApi; readonly session: SessionStore }) {
    this.deps = deps
    makeAutoObservable<this, 'deps' | 'shows'>(
      this,
      { deps: false, shows: false },
      { autoBind: true, deep: false },
    )
  }

  /** Characters left and right of the slash under the title. */
  get titleCount(): string {
    return `${[...this.title].length}/${TITLE_MAX}`
  }

  /** What `studio.create` is asked for when the show begins now. */
  get request(): { readonly title: string; readonly cover?: string } {
    const title = this.title.trim()
    return this.cover === '' ? { title } : { title, cover: this.cover }
  }

  setTitle(title: string): void {
    this.title = title
    this.note = ''
  }

  setCover(fileID: string): void {
    this.cover = fileID
    this.note = ''
  }

  /** ms, server time; 0 = now. */
  setStart(at: number): void {
    this.startsAt = at
    this.note = ''
  }

  /** What the person has to know or do before the next tap. */
  say(note: string): void {
    this.note = note
    this.noteAsks = true
  }

  private tell(note: string): void {
    this.note = note
    this.noteAsks = false
  }

  /** A show that was announced and has not begun is written on, not begun anew. */
  takeUp(room: RoomSnapshot): void {
    this.room = room
    this.title = room.title
    this.cover = room.cover
    if (room.startsAt === null) return
    this.tell(announcedBefore(startText(room.startsAt, this.deps.session.now())))
  }

  /** Its room exists now, announced or not. */
  holds(room: RoomSnapshot): void {
    this.room = room
    this.note = ''
  }

  /** The show has begun, or is over: the next one gets a room of its own. */
  forgetRoom(): void {
    this.shows++
    this.announcing = false
    this.room = null
    this.startsAt = 0
    this.note = ''
  }

  /** Puts the show on the home page for `startsAt`. A second tap while the first is under way does nothing. */
  async announce(): Promise<void> {
    if (this.announcing || this.startsAt === 0) return
    if (this.request.title === '') {
      this.say(ERROR_MESSAGES.TITLE_EMPTY)
      return
    }
    const { startsAt } = this
    this.announcing = true
    this.note = ''
    const { shows } = this
    try {
      const { room } = await this.deps.cloud.call('studio.create', { ...this.request, startsAt })
      // Begun or given up while the announcement was on its way: the room is not this draft's any more.
      if (shows === this.shows) this.announced(room, startsAt)
    } catch (error) {
      if (shows === this.shows) this.refused(errorText(error))
    }
  }

  private announced(room: RoomSnapshot, startsAt: number): void {
    this.deps.session.syncServerTime(room.serverTime)
    this.announcing = false
    this.room = room
    this.tell(announcedNow(startText(startsAt, this.deps.session.now())))
  }

  private refused(note: string): void {
    this.announcing = false
    this.say(note)
  }
}
