import { Cron } from 'croner'

/** Digits, names, and the four signs that WeChat's page on timer triggers lists. */
const FIELD = /^(?:[\d,*/-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)+$/

/** When a timer fires. All times are milliseconds. */
export interface Schedule {
  /** The first time after `time`; undefined when the last one has passed. */
  nextAfter(time: number): number | undefined
  /** The last time up to `time` itself. */
  lastUntil(time: number): number | undefined
}

/**
 * Seven fields, "second minute hour day month weekday year", in Beijing time; day and weekday together mean "or"
 * (developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions/triggers.html, cloud.tencent.com/document/product/583/9708).
 * Throws an Error that says what is wrong.
 */
export function readSchedule(text: string): Schedule {
  const fields = text.trim().split(/\s+/)
  if (fields.length !== 7) throw new Error(`a timer has seven fields, '${text}' has ${fields.length}`)
  const odd = fields.find((field) => !FIELD.test(field))
  if (odd !== undefined) throw new Error(`'${odd}' in '${text}' is not digits, names and , - * /`)
  // paused: only asked, never run by the library's own (real) clock. sloppyRanges: '1/10' = from 1 every 10.
  const cron = new Cron(fields.join(' '), {
    mode: '7-part',
    timezone: 'Asia/Shanghai',
    paused: true,
    sloppyRanges: true,
  })
  return {
    nextAfter: (time) => cron.nextRun(new Date(time))?.getTime(),
    lastUntil: (time) => cron.previousRuns(1, new Date(time + 1))[0]?.getTime(),
  }
}
