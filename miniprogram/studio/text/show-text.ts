export const LAST_SHOW_IS_OVER = '那一场已经结束了，可以开新的'
export const LEAVING_WHILE_LIVE = '直播还没结束，离开这里，观众就看不到画面了'
export const COVER_FAILED = '封面没换成，还是原来那张'

const HINT = '开播后，把直播卡片发给顾客就能看'
const HINT_ANNOUNCING = '首页会写上时间，到点再来这里开播'

/** What happens next, under the button. `startsAt` 0 = the show begins when it is tapped. */
export const startHint = (startsAt: number): string => (startsAt === 0 ? HINT : HINT_ANNOUNCING)

/** 11 月 22 日的直播: a title that is true until the anchor writes a better one. */
export const defaultTitle = (today: Date): string => `${today.getMonth() + 1} 月 ${today.getDate()} 日的直播`

type Start = { readonly day: string; readonly time: string }

export const announcedBefore = ({ day, time }: Start): string => `已预告：${day} ${time}`
export const announcedNow = ({ day, time }: Start): string => `首页已写上 ${day} ${time}，到点来这里开播`

export const notEndedText = (why: string): string => `还没结束：${why}`

/** live-pusher's beauty and whiteness, 0–9, in the steps that the button goes through. */
export const BEAUTY = [
  { level: 0, name: '美颜' },
  { level: 3, name: '美颜弱' },
  { level: 6, name: '美颜中' },
  { level: 9, name: '美颜强' },
] as const
