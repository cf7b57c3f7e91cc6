import { z } from 'zod'
import type { LinkFrame, PhoneRequests } from './link.ts'

const id = z.int().nonnegative()

/** What a phone page may send. A frame that does not fit closes that page's connection. */
export const linkFrameSchema = z.union([
  z.strictObject({ id, method: z.string(), params: z.unknown() }),
  z.strictObject({ id, error: z.looseObject({ message: z.string() }) }),
  z.strictObject({ id, result: z.unknown() }),
]) satisfies z.ZodType<LinkFrame>

const payment = {
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.string(),
  paySign: z.string(),
}
const orderKey = z.strictObject({
  transactionId: z.string().optional(),
  merchantId: z.string().optional(),
  merchantTradeNo: z.string().optional(),
})

const logEntry = z.strictObject({
  type: z.enum(['log', 'info', 'warn', 'error', 'debug', 'exception']),
  args: z.array(z.unknown()),
  page: z.string().optional(),
  stack: z.string().optional(),
})

export const phoneRequestSchemas = {
  'cloud.callFunction': z.strictObject({ name: z.string(), data: z.unknown() }),
  'cloud.database': z.record(z.string(), z.unknown()),
  'cloud.uploadFile': z.strictObject({ cloudPath: z.string(), base64: z.base64(), contentType: z.string() }),
  'cloud.getTempFileURL': z.strictObject({ fileIDs: z.array(z.string()) }),
  'cloud.deleteFile': z.strictObject({ fileIDs: z.array(z.string()) }),
  'pay.look': z.strictObject(payment),
  'pay.pay': z.strictObject({ ...payment, how: z.enum(['once', 'twice', 'fails']) }),
  'receipt.ask': orderKey,
  'receipt.confirm': orderKey,
  'share.send': z.strictObject({ title: z.string(), path: z.string(), imageUrl: z.string() }),
  'log.add': logEntry,
  'record.add': z.strictObject({
    at: z.number(),
    kind: z.enum(['component', 'socket', 'request', 'route', 'sdk']),
    name: z.string(),
    detail: z.unknown(),
  }),
  'phone.ready': z.strictObject({ path: z.string() }),
} satisfies { [M in keyof PhoneRequests]: z.ZodType<PhoneRequests[M]['params']> }

export const isPhoneMethod = (method: string): method is keyof PhoneRequests =>
  Object.hasOwn(phoneRequestSchemas, method)
