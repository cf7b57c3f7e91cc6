/** When a show is announced for, as a person says it. Times are ms; days are those of this phone's clock. */

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const DAY_MS = 86_400_000
/** From here on it is an evening: 今晚, 明晚. */
const EVENING_HOUR = 18

/** `{day: '今晚', time: '22:30'}`; a day further away than a week is written as a date. */
export function startText(at: number, now: number): { readonly day: string; readonly time: string } {
  const date = new Date(at)
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  const evening = date.getHours() >= EVENING_HOUR
  if (days === 0) return { day: evening ? '今晚' : '今天', time }
  if (days === 1) return { day: evening ? '明晚' : '明天', time }
  if (days > 1 && days < 7) return { day: WEEKDAYS[date.getDay()] ?? '', time }
  return { day: `${date.getMonth() + 1}月${date.getDate()}日`, time }
}

function midnight(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
