/** 每人限 2 件; '' = any number. */
export const limitText = (limit: number | null): string => (limit === null ? '' : `每人限 ${limit} 件`)

/** Why it cannot be bought right now, as the button says it. */
export const MISSING = {
  loading: '看看还有没有…',
  unreachable: '重试',
  offSale: '已下架',
  soldOut: '抢光了',
  skuSoldOut: '这款抢光了，换一款',
  limitReached: (limit: number | null) => `每人限 ${limit} 件，你已经买满了`,
  dimension: (name: string) => `选一下${name}`,
} as const

/** Why there is still no address. */
export const NO_ADDRESS = '没拿到地址。点右上角 ··· 进设置，允许后再来'
