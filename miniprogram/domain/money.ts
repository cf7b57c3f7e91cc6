/** Integer fen (1/100 yuan). The brand stops yuan, quantities and fractions from passing as money. */
export type Fen = number & { readonly __unit: 'fen' }

/** Throws RangeError for anything but a whole, non-negative number of fen. */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no amount in fen`)
  return value as Fen
}

export const sumFen = (amounts: readonly Fen[]): Fen => fen(amounts.reduce((sum, one) => sum + one, 0))

/** Throws RangeError when less than nothing would be left. */
export const lessFen = (from: Fen, part: Fen): Fen => fen(from - part)

export const timesFen = (price: Fen, pieces: number): Fen => fen(price * pieces)

/** The two parts of an amount as the price component sets them: `{yuan: '178', cents: '00'}`. */
export function splitYuan(amount: Fen): { yuan: string; cents: string } {
  return { yuan: String(Math.floor(amount / 100)), cents: String(amount % 100).padStart(2, '0') }
}

/** `178.00`: an amount to be paid always shows both decimals. */
export function yuan(amount: Fen): string {
  const { yuan, cents } = splitYuan(amount)
  return `${yuan}.${cents}`
}
