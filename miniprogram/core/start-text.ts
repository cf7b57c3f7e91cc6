/** When a show is announced for, as a person says it. Times are ms; days are those of this phone's clock. */

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const DAY_MS = 86_400_000
/** From here on it is an evening: 今晚, 明晚. */
const EVENING_HOUR = 18
/** A show that begins sooner is one that begins now. */
const SOONEST_MS = 10 * 60_000
const HOURS = [12, 20, 21] as const

export interface StartChoice {
  readonly at: number
  /** 今晚 20:00 */
  readonly label: string
}

/** `{day: '今晚', time: '22:30'}`; a day further away than a week is written as a date. */
export function startWords(at: number, now: number): { readonly day: string; readonly time: string } {
  const date = new Date(at)
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  const evening = date.getHours() >= EVENING_HOUR
  if (days === 0) return { day: evening ? '今晚' : '今天', time }
  if (days === 1) return { day: evening ? '明晚' : '明天', time }
  if (days > 1 && days < 7) return { day: WEEKDAYS[date.getDay()] ?? '', time }
  return { day: `${date.getMonth() + 1}月${date.getDate()}日`, time }
}

/** The usual hours of today that still lie ahead, then those of tomorrow. */
export function startChoices(now: number): readonly StartChoice[] {
  return [0, 1]
    .flatMap((days) => HOURS.map((hour) => hourOf(now, days, hour)))
    .filter((at) => at - now > SOONEST_MS)
    .map((at) => {
      const { day, time } = startWords(at, now)
      return { at, label: `${day} ${time}` }
    })
}

function hourOf(now: number, days: number, hour: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime()
}

function midnight(at: number): number {
  return hourOf(at, 0, 0)
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
