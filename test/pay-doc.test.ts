import { readFileSync } from 'node:fs'
import { ORDER_TRANSITIONS, REFUND_TRANSITIONS } from '../miniprogram/domain/order/order.machine.ts'

const doc = readFileSync(new URL('../docs/pay.md', import.meta.url), 'utf8')

/** The rows `from | event | to` of the table under a heading. */
function rowsUnder(heading: string): string[] {
  const section = doc.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| `(\w+)`\s*\| `(\w+)`\s*\| `(\w+)`/gm)].map((row) => row.slice(1).join(' '))
}

const rowsOf = (table: Readonly<Record<string, object>>) =>
  Object.entries(table).flatMap(([from, row]) =>
    Object.entries(row).map(([event, to]) => `${from} ${event} ${to}`),
  )

test('docs/pay.md tells the life of an order as the machine has it', () => {
  expect(rowsUnder('The life of an order')).toStrictEqual(rowsOf(ORDER_TRANSITIONS))
})

test('and the life of a refund', () => {
  expect(rowsUnder('The life of a refund').sort()).toStrictEqual(rowsOf(REFUND_TRANSITIONS).sort())
})
