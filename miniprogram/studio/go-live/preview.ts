import { config } from '../../config'
import { choosePictures } from '../services/pictures'
import type { PreviewError } from '../text/preview-text'
import { COVER_FAILED, startHint } from '../text/show-text'
import type { StartChoice } from '../text/start-choices'
import type { GoLivePage, StudioFields } from './page'

/** Before the show: the picture that will be seen, title, cover, time, and the countdown. */
export const previewData = {
  cover: config.defaultCover as string,
  line: true,
  /** What took the preview away. */
  lost: null as PreviewError | null,
  covering: false,
  announcing: false,
  times: [] as readonly StartChoice[],
  /** ms; 0 = now. */
  startsAt: 0,
  /** The next show already has a card that can be sent. */
  announced: false,
  note: '',
  noteAsks: false,
  hint: '',
  network: '',
  title: '',
  titleCount: '',
  count: 3,
}

export const previewFields: StudioFields = {
  title: ({ record, draft }) => record.room?.title ?? draft.title,
  titleCount: ({ draft }) => draft.titleCount,
  startsAt: ({ draft }) => draft.startsAt,
  announcing: ({ draft }) => draft.announcing,
  announced: ({ draft }) => draft.room !== null,
  note: ({ draft }) => draft.note,
  noteAsks: ({ draft }) => draft.noteAsks,
  hint: ({ draft }) => startHint(draft.startsAt),
  count: 'count',
}

export const previewHandlers = {
  onTitle(this: GoLivePage, event: WechatMiniprogram.Input) {
    this.store?.draft.setTitle(event.detail.value)
  },

  async onCover(this: GoLivePage) {
    if (this.data.covering) return
    this.setData({ covering: true })
    const choice = await choosePictures('covers', 1)
    this.setData({ covering: false })
    if (choice.kind === 'chosen') {
      this.store?.draft.setCover(choice.fileIDs[0] ?? '')
      // The phone has the picture already; the cloud's copy would come down for nothing.
      this.setData({ cover: choice.paths[0] ?? '' })
    } else if (choice.kind === 'failed') this.store?.draft.say(COVER_FAILED)
  },

  onTime(this: GoLivePage, event: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
    this.store?.draft.setStart(event.currentTarget.dataset.at)
  },

  onAnnounce(this: GoLivePage) {
    void this.store?.draft.announce()
  },

  onStart(this: GoLivePage) {
    void this.store?.start()
  },

  onLine(this: GoLivePage) {
    this.setData({ line: !this.data.line })
  },

  onPreviewAgain(this: GoLivePage) {
    this.preview()
  },
}
