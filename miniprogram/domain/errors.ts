/**
 * Every code a cloud action can answer or a phone can run into, with the sentence a person reads.
 * Split by who can act: `USER` = the person on the phone, `OURS` = us (it is logged with its cause).
 */
export const USER_ERRORS = {
  ROOM_NOT_FOUND: '没有找到这个直播间，可能链接不完整',
  ROOM_ENDED: '直播已结束，谢谢你来',
  ROOM_NOT_STARTED: '还没开播，晚点再来看看',
  NOT_ANCHOR: '只有主播能做这个操作',
  NOT_SIGNED_IN: '没有拿到你的微信身份，退出重进试试',
  BAD_INPUT: '提交的内容不完整，改一下再试',
  ALREADY_LIVE: '你有一场直播正在进行，先结束它再开新的',
  START_PASSED: '这个时间已经过了，换一个时间',
  TITLE_REFUSED: '标题没通过检查，换个说法再试',
  WRONG_CODE: '开店码不对，看清楚再输一次',
  TOO_MANY_TRIES: '试的次数太多了，一小时后再来',
  ALREADY_CLAIMED: '这家店已经有店主了',
  CLAIM_CLOSED: '还没有开店码，按部署说明配好再来',
  FORBIDDEN: '这里不对外开放',
  TITLE_EMPTY: '给直播起个标题吧',
  NETWORK: '没连上网，检查网络后再试',
  NOT_OWNER: '只有店主能做这个操作',
  GOODS_NOT_FOUND: '没有找到这件商品，可能已经下架',
  GOODS_TITLE_REFUSED: '商品标题没通过检查，换个说法再上架',
  GOODS_INCOMPLETE: '还差标题、图片或价格，补全再上架',
  GOODS_CHANGED: '商品刚被改过，看一眼最新的再改',
  SHELF_CHANGED: '货架刚被改过，看一眼最新的再改',
  NOT_ON_SHELF: '这件不在这场的货架上，先上架再讲',
  OFF_SALE: '这件已经下架了，看看别的吧',
  OUT_OF_STOCK: '已售罄，来晚了一步',
  LIMIT_REACHED: '每人限购，你已经买到上限了',
  PRICE_CHANGED: '价格变了，按新价格确认一下',
  LIVE_PRICE_GONE: '直播价结束了，现在是原价',
  ORDER_NOT_FOUND: '没有找到这个订单',
  ORDER_CLOSED: '订单已经关闭，可以重新拍一单',
  ORDER_PAID: '这单已经付过了，不用再付',
  ORDER_STATE: '订单现在不能这样操作，刷新看看',
  NOT_SHIPPED: '还没发货，收到了再确认',
  REFUND_OPEN: '已经有一笔退款在处理，等它有结果',
  REFUND_TOO_MUCH: '可退的件数没有这么多',
  PAYMENT_FAILED: '微信支付暂时没接上，货还替你留着，再试一次',
} as const

export const OUR_ERRORS = {
  UNKNOWN_ACTION: '这个版本太旧了，关掉小程序重新打开',
  BUSY: '人有点多，稍等再试一次',
  INTERNAL: '我们这边出了点问题，稍后再试',
} as const

export const ERROR_MESSAGES = { ...USER_ERRORS, ...OUR_ERRORS } as const

export type ErrorCode = keyof typeof ERROR_MESSAGES

/** Errors cross callFunction as JSON and may be down-levelled: test the code, never `instanceof`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: unknown
  /** What a person reads: the code's own words, or more exact ones. */
  readonly sentence: string

  constructor(code: ErrorCode, detail?: unknown, sentence: string = ERROR_MESSAGES[code]) {
    super(sentence)
    this.code = code
    this.detail = detail
    this.sentence = sentence
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  const found = (error as { code?: unknown } | null)?.code
  return typeof found === 'string' && found in ERROR_MESSAGES && (code === undefined || found === code)
}
