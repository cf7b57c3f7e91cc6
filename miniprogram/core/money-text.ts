import { type Fen, yuan } from '../domain/money'

/** ¥178.00: money that is to be paid, in a sentence or on a button. */
export const amountText = (amount: Fen): string => `¥${yuan(amount)}`
