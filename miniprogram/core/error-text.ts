import { ERROR_MESSAGES, type ErrorCode, isAppError } from '../domain/errors'
import { type Fen, yuan } from '../domain/money'

/** ¥178.00: money that is to be paid, in a sentence or on a button. */
export const amountText = (amount: Fen): string => `¥${yuan(amount)}`

/** What went wrong, in the words of the person. */
export const shopTrouble = (error: unknown): string =>
  (isAppError(error) && error.sentence) || ERROR_MESSAGES[codeOf(error)]

/** Whatever nobody foresaw is INTERNAL. */
export const codeOf = (error: unknown): ErrorCode => (isAppError(error) ? error.code : 'INTERNAL')

/** 21:24, this phone's time zone. */
export function hourText(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** 11-24 06:12 */
export function dayText(at: number): string {
  const date = new Date(at)
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${hourText(at)}`
}

/** 138****6620: a number on screen may be read over a shoulder. */
export const maskedPhone = (number: string): string =>
  number.length < 7 ? number : `${number.slice(0, 3)}****${number.slice(-4)}`

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
