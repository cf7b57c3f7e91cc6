/** What the owner reads while goods are listed, typed and put on a shelf. */

export const SALE_FILTER_NAMES = { all: '全部', on: '在售', off: '没上架' } as const

/** What is missing in the form. `sku` = '梅子青 · 对杯' of the row that is meant; '' = there is only one. */
export const goodsFormText = {
  noTitle: '给商品起个名字',
  titleTooLong: (most: number) => `名字最多 ${most} 个字`,
  dimensionWithoutName: '给规格起个名字，比如颜色',
  dimensionWithoutValues: (name: string) => `给“${name}”加上能选的值`,
  valueTwice: (value: string) => `“${value}”已经有了`,
  tooManyValues: (most: number) => `一个规格最多 ${most} 个值`,
  tooManySkus: (most: number) => `组合太多了，最多 ${most} 种`,
  noPrice: (sku: string) => `${rowOf(sku)}填上价格，比如 178 或 178.50`,
  marketPriceWrong: (sku: string) => `${rowOf(sku)}划线价不对，比如 218`,
  marketPriceTooLow: (sku: string) => `${rowOf(sku)}划线价要高过售价，没有就空着`,
  noStock: (sku: string) => `${rowOf(sku)}填上库存件数`,
  limitWrong: '限购填件数，不限就空着',
} as const

export const goodsNoteText = {
  saved: '已保存',
  onSale: '已上架，能加进直播货架了',
  offSale: '已下架，买不到了',
  picturesFailed: '图片没传上去，再试一次',
} as const

export const PICTURE_ACTIONS = { first: '放到第一张', remove: '删掉这张' } as const

export const UNSAVED_QUESTION = {
  title: '还没保存',
  content: '走了，刚才填的就没了',
  confirmText: '不存了',
  cancelText: '接着填',
} as const

export const shelfText = {
  tooMany: (most: number) => `一场最多上 ${most} 件`,
  restockWrong: '补多少件，填个整数',
  restockNothing: '先填补多少件',
  livePriceTooHigh: (price: string) => `直播价要低于 ${price}，不设就空着`,
} as const

const rowOf = (sku: string): string => (sku === '' ? '' : `${sku}：`)
