import { readFileSync } from 'node:fs'
import { STOCK_DOC, stockDoc } from '../support/stock-doc.ts'

test('docs/stock.md says what tables, writes and repair do (node --import tsx test/support/stock-doc.ts writes it)', async () => {
  expect(readFileSync(STOCK_DOC, 'utf8')).toBe(await stockDoc())
})
