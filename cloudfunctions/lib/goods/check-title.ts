import { AppError, isAppError } from '../../../miniprogram/domain/errors'
import type { Services } from '../services'
import { findForbiddenWord } from './forbidden-words'
import type { GoodsDocument } from './goods-document'

/**
 * Throws unless the goods may be on sale: complete (GOODS_INCOMPLETE), without words that advertising law forbids, and
 * with a title that WeChat has looked at (GOODS_TITLE_REFUSED; BUSY when it cannot be asked). `askWechat: false` = it
 * was asked about this very title before.
 */
export async function requireSaleable(
  { titleCheck }: Pick<Services, 'titleCheck'>,
  { title, subtitle, pictures, skus }: GoodsDocument,
  openid: string,
  askWechat = true,
): Promise<void> {
  if (title === '' || pictures.length === 0 || skus.length === 0) throw new AppError('GOODS_INCOMPLETE')
  const word = findForbiddenWord(`${title} ${subtitle}`)
  if (word !== null) {
    throw new AppError('GOODS_TITLE_REFUSED', { word }, `“${word}”是广告里不能用的词，换个说法再上架`)
  }
  if (!askWechat) return
  try {
    await titleCheck.check(title, openid)
  } catch (error) {
    throw isAppError(error, 'TITLE_REFUSED') ? new AppError('GOODS_TITLE_REFUSED') : error
  }
}
