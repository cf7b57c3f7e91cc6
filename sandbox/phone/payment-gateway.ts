import type { OrderKey, PaymentRequest, PhoneRequests } from './link/link.ts'

/** WeChat Pay and the receipt of goods as phones reach them, each call as a person. */
export interface PaymentGateway {
  /** What is to be paid. Rejects {message, refused: true} when WeChat Pay refuses. */
  look(person: string, request: PaymentRequest): Promise<PhoneRequests['pay.look']['result']>
  /** The person pays; rejects as `look`. */
  pay(person: string, request: PhoneRequests['pay.pay']['params']): Promise<void>
  /** Whether all of this payment was shipped and the person may say that it came. */
  canConfirm(person: string, key: OrderKey): Promise<boolean>
  confirm(person: string, key: OrderKey): Promise<boolean>
}

type PaymentHandlers = {
  [M in 'pay.look' | 'pay.pay' | 'receipt.ask' | 'receipt.confirm']: (
    params: PhoneRequests[M]['params'],
  ) => Promise<PhoneRequests[M]['result']>
}

/** What a phone asks about money, as the person it belongs to. Without a gateway the project has no merchant (D-WX-42). */
export function paymentHandlers(gateway: PaymentGateway | undefined, person: () => string): PaymentHandlers {
  const open = () => {
    if (!gateway) throw new Error('not supported in the sandbox (D-WX-42): sandbox.config.json has no pay')
    return gateway
  }
  return {
    'pay.look': (request) => open().look(person(), request),
    'pay.pay': async (request) => {
      await open().pay(person(), request)
      return {}
    },
    'receipt.ask': async (key) => ({ can: await open().canConfirm(person(), key) }),
    'receipt.confirm': async (key) => ({ done: await open().confirm(person(), key) }),
  }
}
