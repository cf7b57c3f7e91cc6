import { ERROR_MESSAGES, type ErrorCode, isAppError } from '../domain/errors'

/** What went wrong, as the person reads it: the sentence of its code, or a more exact one from the server. */
export const errorText = (error: unknown): string =>
  (isAppError(error) && error.sentence) || ERROR_MESSAGES[codeOf(error)]

/** Whatever nobody foresaw is INTERNAL. */
export const codeOf = (error: unknown): ErrorCode => (isAppError(error) ? error.code : 'INTERNAL')

/** The sentence of a code for a screen with two lines: 没连上网 / 检查网络后再试. */
export function errorLines(code: ErrorCode): { readonly title: string; readonly text: string } {
  const [title = '', ...rest] = ERROR_MESSAGES[code].split('，')
  return { title, text: rest.join('，') }
}
