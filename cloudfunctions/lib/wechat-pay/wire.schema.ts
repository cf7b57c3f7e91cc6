import * as z from 'zod'
import { type Payment, PayUnknown, type Refund } from './payments'

/** Bodies of WeChat Pay v3 as far as they are used; what else is in them is left alone. */

const text = z.string().min(1)
const fen = z.int().nonnegative()

export const prepaySchema = z.object({ prepay_id: text })

export const errorSchema = z.object({ code: text, message: z.string().default('') })

const whose = { appid: text, mchid: text, out_trade_no: text }
const paidSchema = z.object({
  ...whose,
  trade_state: z.enum(['SUCCESS', 'REFUND']),
  transaction_id: text,
  success_time: z.iso.datetime({ offset: true }),
  payer: z.object({ openid: text }),
  amount: z.object({ total: fen, currency: text.default('CNY') }),
})
/** USERPAYING, PAYERROR: of payment codes only, so "ask again"; REVOKED is final (docs, trade_state). */
const unpaidSchema = z.object({
  ...whose,
  trade_state: z.enum(['NOTPAY', 'USERPAYING', 'PAYERROR', 'CLOSED', 'REVOKED']),
})
export const transactionSchema = z.union([paidSchema, unpaidSchema])

export type Transaction = z.infer<typeof transactionSchema>

export function paymentOf(found: Transaction): Payment {
  const { out_trade_no: outTradeNo } = found
  if ('transaction_id' in found) {
    const { trade_state, transaction_id, success_time, payer, amount } = found
    return {
      state: trade_state === 'REFUND' ? 'refunded' : 'paid',
      outTradeNo,
      transactionID: transaction_id,
      totalFen: amount.total,
      currency: amount.currency,
      openid: payer.openid,
      paidAt: Date.parse(success_time),
    }
  }
  const isOver = found.trade_state === 'CLOSED' || found.trade_state === 'REVOKED'
  return { state: isOver ? 'closed' : 'unpaid', outTradeNo }
}

const REFUND_STATES = {
  PROCESSING: 'processing',
  SUCCESS: 'done',
  CLOSED: 'failed',
  ABNORMAL: 'abnormal',
} as const
const refundState = z.enum(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'])

const refundFields = {
  refund_id: text,
  out_refund_no: text,
  out_trade_no: text,
  amount: z.object({ total: fen, refund: fen }),
}
export const refundSchema = z.object({ ...refundFields, status: refundState })
/** A notice calls it `refund_status`, and names the owner. */
export const refundNoticeSchema = z.object({ ...refundFields, refund_status: refundState, mchid: text })

export const refundOf = (
  found: Omit<z.infer<typeof refundSchema>, 'status'>,
  status: z.infer<typeof refundState>,
): Refund => ({
  state: REFUND_STATES[status],
  outTradeNo: found.out_trade_no,
  outRefundNo: found.out_refund_no,
  refundID: found.refund_id,
  refundFen: found.amount.refund,
  totalFen: found.amount.total,
})

export const noticeSchema = z.object({
  event_type: text,
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    original_type: text,
    ciphertext: z.base64().min(24),
    nonce: z.string().length(12),
    associated_data: z.string().optional(),
  }),
})

/** A signed answer that is not what the documents promise is no answer. Throws PayUnknown. */
export function parseAnswer<S extends z.ZodType>(schema: S, body: string, what: string): z.infer<S> {
  const parsed = schema.safeParse(parseJson(body))
  if (parsed.success) return parsed.data
  throw new PayUnknown(`${what}: the answer is malformed: ${z.prettifyError(parsed.error)}`)
}

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
