import assert from 'node:assert/strict'
import {
  EMPTY_FORM,
  formOf,
  type GoodsForm,
  readForm,
  readYuan,
  restocked,
  rowsFor,
} from '../../../../miniprogram/studio/stores/goods-draft.ts'
import { aGoods } from '../../support/a-goods.ts'

test('yuan are read to the fen, and nothing but an amount is', () => {
  const read: Record<string, number | null> = {
    '178': 17_800,
    '178.5': 17_850,
    '178.50': 17_850,
    ' 0.01 ': 1,
    '29.': 2_900,
    '': null,
    '0': null,
    '0.001': null,
    '1e3': null,
    '-5': null,
    '12,00': null,
    '99999999': null,
  }
  for (const [typed, amount] of Object.entries(read)) assert.equal(readYuan(typed), amount, `"${typed}"`)
})

test('every combination of values gets a row, and what was typed before stays with its combination', () => {
  const glaze = { name: '釉色', values: ['梅子青', '月白'] }
  const plain = [{ values: [], price: '99', marketPrice: '', stock: '5', shownStock: 0 }]
  const two = rowsFor([glaze], plain)
  assert.deepEqual(
    two.map(({ values, price, stock }) => [values, price, stock]),
    [
      [['梅子青'], '99', ''],
      [['月白'], '99', ''],
    ],
    'a new row has the price of the old one, never its pieces',
  )
  const typed = two.map((row, at) => (at === 1 ? { ...row, price: '178', stock: '3' } : row))
  const less = rowsFor([{ name: '釉色', values: ['月白', '天青'] }], typed)
  expect(less.map(({ values, price, stock }) => [values[0], price, stock])).toStrictEqual([
    ['月白', '178', '3'],
    ['天青', '99', ''],
  ])
  const three = rowsFor(
    [glaze, { name: '装法', values: ['单只', '对杯'] }, { name: '盒', values: ['有', '无'] }],
    two,
  )
  expect(three).toHaveLength(8)
  expect(three[7]?.values).toStrictEqual(['月白', '对杯', '无'])
})

test('what is missing is said in the merchant’s words, at its field', () => {
  const filled: GoodsForm = {
    ...EMPTY_FORM,
    title: '茶巾',
    rows: [{ values: [], price: '45', marketPrice: '', stock: '9', shownStock: 0 }],
  }
  const row = filled.rows[0] as GoodsForm['rows'][number]
  const missing: [Partial<GoodsForm>, string][] = [
    [{ title: ' ' }, 'title'],
    [{ title: '长'.repeat(41) }, 'title'],
    [{ dimensions: [{ name: '', values: ['大'] }] }, 'dimensions'],
    [{ dimensions: [{ name: '大小', values: [] }] }, 'dimensions'],
    [{ rows: [{ ...row, price: '' }] }, 'skus'],
    [{ rows: [{ ...row, marketPrice: '45' }] }, 'skus'],
    [{ rows: [{ ...row, stock: '一些' }] }, 'skus'],
    [{ limit: '两件' }, 'limit'],
    [{ limit: '0' }, 'limit'],
  ]
  for (const [change, field] of missing) {
    const read = readForm({ ...filled, ...change })
    assert.equal('problem' in read && read.problem.field, field, JSON.stringify(change))
  }
  assert.ok('draft' in readForm(filled))
})

test('stock is sent as a difference: what is sold while the merchant types stays sold', () => {
  const form = formOf(aGoods())
  expect(form.rows.map(({ price, marketPrice, stock }) => [price, marketPrice, stock])).toStrictEqual([
    ['99', '128', '12'],
    ['178', '', '0'],
  ])
  const rows = form.rows.map((row, at) => ({ ...row, stock: at === 0 ? '10' : '20' }))
  const read = readForm({ ...form, rows, limit: '2' })
  assert.ok('draft' in read)
  expect(read.draft.skus.map(({ skuID, addStock }) => [skuID, addStock])).toStrictEqual([
    ['plum', -2],
    ['moon', 20],
  ])
  expect(read.draft.limit).toBe(2)
})

test('restocking changes nothing but the pieces', () => {
  const draft = restocked(aGoods(), { moon: 50 })
  expect(draft.skus.map(({ skuID, priceFen, addStock }) => [skuID, priceFen, addStock])).toStrictEqual([
    ['plum', 9_900, 0],
    ['moon', 17_800, 50],
  ])
  expect(draft.description).toBe('厚釉如玉')
})
