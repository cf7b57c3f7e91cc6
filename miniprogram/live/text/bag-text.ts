import { limitText } from '../../purchase/choice-text'

/** From this many pieces on it is worth saying how many are left. */
export const FEW = 10

/** 直播价 · 剩 12 件 · 每人限 2 件; '' = nothing to say. */
export function bagNote({
  isLive,
  stock,
  limit,
}: {
  readonly isLive: boolean
  readonly stock: number
  readonly limit: number | null
}): string {
  const notes = [isLive ? '直播价' : '', stock > 0 && stock < FEW ? `剩 ${stock} 件` : '', limitText(limit)]
  return notes.filter((note) => note !== '').join(' · ')
}
