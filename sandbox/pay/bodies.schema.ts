import { z } from 'zod'
import { paramError } from './errors.ts'

/**
 * What the merchant may send; an unknown field is an error, as it is there ("illegal extra parameter").
 * Sources: doc/v3/merchant 4012791897 (order), 4012552567 (refund).
 */

const fen = z.int().positive()
const text = (most: number) => z.string().min(1).max(most)
/** Characters, not UTF-16 units. */
const characters = (most: number) =>
  z.string().refine((value) => value !== '' && [...value].length <= most, `must have 1 to ${most} characters`)

const PRIVATE_HOST = /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[)/i
const notifyUrl = (most: number) =>
  text(most).refine((value) => {
    const match = /^https:\/\/([^/?#]+)\/[^?#]+$/.exec(value)
    return match !== null && !PRIVATE_HOST.test(match[1] ?? '')
  }, 'notify_url must be a public https address with a path and without a query')

export const orderBody = z.strictObject({
  appid: text(32),
  mchid: text(32),
  description: characters(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  time_expire: z.iso.datetime({ offset: true }).max(64).optional(),
  attach: characters(128).optional(),
  notify_url: notifyUrl(255),
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: fen, currency: z.literal('CNY').optional() }),
  payer: z.strictObject({ openid: text(128) }),
  detail: z
    .strictObject({
      cost_price: fen.optional(),
      invoice_id: text(32).optional(),
      goods_detail: z
        .array(
          z.strictObject({
            merchant_goods_id: text(32),
            wechatpay_goods_id: text(32).optional(),
            goods_name: text(256).optional(),
            quantity: z.int().positive(),
            unit_price: z.int().nonnegative(),
          }),
        )
        .min(1)
        .optional(),
    })
    .refine((detail) => Buffer.byteLength(JSON.stringify(detail)) <= 6144, 'detail exceeds 6144 bytes')
    .optional(),
  scene_info: z
    .strictObject({
      payer_client_ip: text(45),
      device_id: text(32).optional(),
      store_info: z
        .strictObject({
          id: text(32),
          name: text(256).optional(),
          area_code: text(32).optional(),
          address: text(512).optional(),
        })
        .optional(),
    })
    .optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
})

export const closeBody = z.strictObject({ mchid: text(32) })

export const refundBody = z
  .strictObject({
    transaction_id: text(32).optional(),
    out_trade_no: text(32).optional(),
    out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
    reason: characters(80).optional(),
    notify_url: notifyUrl(256).optional(),
    amount: z.strictObject({ refund: fen, total: fen, currency: z.literal('CNY') }),
    goods_detail: z
      .array(
        z.strictObject({
          merchant_goods_id: text(32),
          wechatpay_goods_id: text(32).optional(),
          goods_name: text(256).optional(),
          unit_price: z.int().nonnegative(),
          refund_amount: z.int().nonnegative(),
          refund_quantity: z.int().positive(),
        }),
      )
      .optional(),
  })
  .refine(
    (body) => (body.transaction_id === undefined) !== (body.out_trade_no === undefined),
    'one of transaction_id and out_trade_no is needed',
  )

export type OrderBody = z.infer<typeof orderBody>
export type RefundBody = z.infer<typeof refundBody>

/** Throws PayError PARAM_ERROR with the first field that is wrong. */
export function readBody<S extends z.ZodType>(schema: S, body: string): z.infer<S> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw paramError('请求体不是合法的JSON')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.')
  throw paramError(`参数错误: ${field ?? ''} ${issue?.message ?? ''}`.trim(), field)
}
