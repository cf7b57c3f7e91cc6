import { countText } from '../../core/people-text'
import { waitText } from '../../core/time-text'
import type { StudioStore } from '../stores/studio.store'

const HINT = '开播后，把直播卡片发给顾客就能看'
const HINT_LATER = '首页会写上时间，到点再来这里开播'

/** As many as one row of the sheet shows. */
const FIRST_GOODS = 6

/** What the page shows of the studio: its data by name, each a field of the store or drawn from it. */
export const studioFields = {
  phase: 'phase',
  onAir: (studio: StudioStore) => studio.phase === 'live' || studio.phase === 'ending',
  error: 'errorView',
  missing: (studio: StudioStore) => studio.access.missing,
  missingView: (studio: StudioStore) => studio.access.missingView,
  contract: (studio: StudioStore) => studio.access.contract,
  code: (studio: StudioStore) => studio.access.claim.code,
  codeError: (studio: StudioStore) => studio.access.claim.error,
  checkingCode: (studio: StudioStore) => studio.access.claim.state === 'checking',
  uplink: (studio: StudioStore) => studio.uplink.health,
  figures: (studio: StudioStore) => studio.uplink.figures,
  duration: (studio: StudioStore) => studio.record.duration,
  lasted: (studio: StudioStore) => studio.record.lasted,
  title: (studio: StudioStore) => studio.record.room?.title ?? studio.draft.title,
  titleCount: (studio: StudioStore) => studio.draft.titleCount,
  startsAt: (studio: StudioStore) => studio.draft.startsAt,
  announcing: (studio: StudioStore) => studio.draft.announcing,
  announced: (studio: StudioStore) => studio.draft.room !== null,
  note: (studio: StudioStore) => studio.draft.note,
  noteAsks: (studio: StudioStore) => studio.draft.noteAsks,
  hint: (studio: StudioStore) => (studio.draft.startsAt === 0 ? HINT : HINT_LATER),
  notice: 'notice',
  count: 'count',
  muted: (studio: StudioStore) => studio.uplink.muted,
  viewers: (studio: StudioStore) => countText(studio.record.audience),
  peak: (studio: StudioStore) => countText(studio.record.peakAudience),
  openingShelf: 'openingShelf',
  shelfPhase: (studio: StudioStore) => studio.shelf.phase,
  goodsCount: (studio: StudioStore) => studio.shelf.count,
  firstGoods: (studio: StudioStore) => studio.shelf.rows.slice(0, FIRST_GOODS),
  explaining: (studio: StudioStore) => studio.shelf.explaining,
  explainedTime: (studio: StudioStore) => studio.record.duration && waitText(studio.shelf.explainedMs),
  explainedSold: (studio: StudioStore) => studio.sales.soldOf(studio.shelf.pinned?.goodsID ?? ''),
  nextGoods: (studio: StudioStore) => studio.shelf.next,
  shelfBusy: (studio: StudioStore) => studio.shelf.busy,
  shelfNote: (studio: StudioStore) => studio.shelf.note,
  sum: (studio: StudioStore) => studio.sales.sum,
  orders: (studio: StudioStore) => studio.sales.orders,
} as const
