import { ERROR_MESSAGES, type ErrorCode, isAppError } from '../domain/errors'

/** What went wrong, as the person reads it: the sentence of its code, or a more exact one from the server. */
export const errorText = (error: unknown): string =>
  (isAppError(error) && error.sentence) || ERROR_MESSAGES[codeOf(error)]

/** Whatever nobody foresaw is INTERNAL. */
export const codeOf = (error: unknown): ErrorCode => (isAppError(error) ? error.code : 'INTERNAL')
