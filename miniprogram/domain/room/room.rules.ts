import { AppError } from '../errors'

/** Counted as a person counts: an emoji or a rare character is one. */
export const TITLE_MAX = 30

/** The title as it is stored: trimmed, 1 to 30 characters. Throws TITLE_EMPTY or BAD_INPUT. */
export function readTitle(typed: string): string {
  const title = typed.trim()
  if (title === '') throw new AppError('TITLE_EMPTY')
  if ([...title].length > TITLE_MAX) throw new AppError('BAD_INPUT', { field: 'title', max: TITLE_MAX })
  return title
}
