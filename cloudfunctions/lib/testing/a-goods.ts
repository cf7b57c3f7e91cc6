import { fen } from '../../../miniprogram/domain/money'
import { type GoodsDocument, newGoods } from '../goods/goods-document'

let made = 0

/** Goods on sale with one SKU `one` of 99 yuan and 10 pieces; another one each time. */
export function aGoods(given: Partial<GoodsDocument> = {}): GoodsDocument {
  made += 1
  return newGoods({
    _id: `goods-${made}`,
    title: '梅子青品茗对杯',
    subtitle: '一对装',
    pictures: ['/pictures/cup.png'],
    skus: [{ skuID: 'one', values: [], priceFen: fen(9_900), marketPriceFen: fen(15_800) }],
    stock: { one: 10 },
    onSale: true,
    createdAt: made,
    ...given,
  })
}
