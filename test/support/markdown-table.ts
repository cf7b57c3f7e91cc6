/** Columns are padded as the formatter would, so that the page reads well as text, too. */
export function markdownTable(head: string[], rows: string[][]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))))
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join(' | ')} |`
  return [
    line(head),
    `| ${widths.map((length) => '-'.repeat(length)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n')
}

/** A Chinese character is as wide as two letters. */
function width(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u2e80-\u9fff\uff00-\uffef。]/.test(character) ? 2 : 1),
    0,
  )
}
