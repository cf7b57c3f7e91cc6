import { type ErrorCode, isAppError } from '../domain/errors'
import { isRtcError } from './rtc-error'

/** RTC_LOAD = the video package did not come down; LOGIN = ZEGO refused or never answered. */
export type ConnectionError = 'RTC_LOAD' | 'LOGIN'

/** What went wrong, as a screen can name it. Whatever nobody foresaw is INTERNAL. */
export function errorOf(error: unknown): ErrorCode | ConnectionError {
  if (isAppError(error)) return error.code
  if (isRtcError(error, 'LOAD_FAILED')) return 'RTC_LOAD'
  return isRtcError(error) ? 'LOGIN' : 'INTERNAL'
}
