import { ERROR_MESSAGES, type ErrorCode, isAppError } from '../domain/errors'

/** What went wrong, in the words of the person. */
export const shopTrouble = (error: unknown): string =>
  (isAppError(error) && error.sentence) || ERROR_MESSAGES[codeOf(error)]

/** Whatever nobody foresaw is INTERNAL. */
export const codeOf = (error: unknown): ErrorCode => (isAppError(error) ? error.code : 'INTERNAL')
