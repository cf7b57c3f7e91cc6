import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { STOCK_DOC, stockDoc } from '../support/stock-doc.ts'

test('docs/stock.md says what tables, writes and sweep do (node --import tsx test/support/stock-doc.ts writes it)', async () => {
  assert.equal(readFileSync(STOCK_DOC, 'utf8'), await stockDoc())
})
