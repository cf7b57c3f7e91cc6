import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { shelfSetRequest } from '../contracts/shelf.schema.ts'
import { goodsDocumentSchema } from './goods-document.ts'

const SEED = fileURLToPath(new URL('../../database/seed', import.meta.url))

test('the demo shop’s dozen goods are documents as the shop writes them, each with a picture that is there', () => {
  const goods = z.array(goodsDocumentSchema).parse(JSON.parse(readFileSync(join(SEED, 'goods.json'), 'utf8')))
  expect(goods).toHaveLength(12)
  expect(new Set(goods.map(({ _id }) => _id)).size).toBe(12)
  const drawn = readdirSync(join(SEED, 'pictures'))
  for (const { title, skus, stock, dimensions, pictures } of goods) {
    assert.deepEqual(Object.keys(stock).sort(), skus.map(({ skuID }) => skuID).sort(), title)
    const combinations = dimensions.reduce((count, { values }) => count * values.length, 1)
    assert.equal(skus.length, combinations, `${title}: one SKU for every combination`)
    expect(pictures.length).toBeGreaterThan(0)
    for (const picture of pictures) assert.ok(drawn.includes(picture.split('/').at(-1) ?? ''), picture)
  }
  // Their names are such as phones may send.
  const entries = goods.map(({ _id, skus }) => ({
    goodsID: _id,
    livePrices: Object.fromEntries(skus.map(({ skuID, priceFen }) => [skuID, priceFen - 1])),
  }))
  shelfSetRequest.parse({ roomID: 'r1', shelfRev: 0, entries })
})
