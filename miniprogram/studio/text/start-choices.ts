import { startText } from '../../core/start-text'

/** A show that begins sooner is one that begins now. */
const SOONEST_MS = 10 * 60_000
const HOURS = [12, 20, 21] as const

export interface StartChoice {
  readonly at: number
  /** 今晚 20:00 */
  readonly label: string
}

/** The usual hours of today that still lie ahead, then those of tomorrow. */
export function startChoices(now: number): readonly StartChoice[] {
  return [0, 1]
    .flatMap((days) => HOURS.map((hour) => hourOf(now, days, hour)))
    .filter((at) => at - now > SOONEST_MS)
    .map((at) => {
      const { day, time } = startText(at, now)
      return { at, label: `${day} ${time}` }
    })
}

function hourOf(now: number, days: number, hour: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime()
}
