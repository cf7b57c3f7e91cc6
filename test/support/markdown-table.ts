import { markdownTable as tableOf } from 'markdown-table'
import stringWidth from 'string-width'

/** Columns are padded as the formatter would, so that the page reads well as text, too. */
export const markdownTable = (head: string[], rows: string[][]): string =>
  tableOf([head, ...rows], { stringLength: stringWidth })
