import type { CloudHandle } from '../cloud/cloud.ts'
import type { ServerHost } from '../cloud/workers/function-instance.ts'
import { CheckoutRefused, PAY_HOSTS, type PayDeps, type PayHandle } from '../pay/pay.ts'
import type { People } from '../people/people.ts'
import type { PaymentGateway } from '../phone/payment-gateway.ts'
import type { Project } from '../project/project.ts'
import type { Placeholders } from './placeholders.ts'

/** Where the HTTP functions of an environment are reached from outside: CloudBase's own domain (D-CL-20). */
export const httpAddressOf = (env: string): string => `https://${env}.service.tcloudbase.com`

/** WeChat Pay of a project; notices go to its HTTP functions and nowhere else. */
export function payDepsOf(
  { appid, config }: Project,
  { mchid, people, httpUrl }: { mchid: string; people: People; httpUrl: () => Promise<string | null> },
): PayDeps {
  const prefix = `${httpAddressOf(config.cloud.env)}/`
  return {
    appid,
    mchid,
    isPerson: (openid) => people.list().some((person) => person.openid === openid),
    reach: async (url) => {
      if (!url.startsWith(prefix)) return null
      const path = url.slice(prefix.length)
      const functions = config.cloud.http?.includes(path.split('/')[0] ?? '') ? await httpUrl() : null
      return functions === null ? null : `${functions}/${path}`
    },
  }
}

/** What functions need to be the merchant. */
export function payPlaceholders({ keys, mchid }: PayHandle, appid: string): Placeholders {
  return {
    'pay.appid': () => appid,
    'pay.mchid': () => mchid,
    'pay.certSerial': () => keys.certSerial,
    'pay.privateKey': () => keys.merchantKeyPem,
    'pay.apiV3Key': () => keys.apiV3Key,
    'pay.publicKeyID': () => keys.publicKeyID,
    'pay.publicKey': () => keys.publicKeyPem,
  }
}

/** The production hosts of WeChat Pay, answered here. */
export const payHosts = ({ url }: PayHandle): ServerHost[] => PAY_HOSTS.map((from) => ({ from, to: url }))

/** WeChat Pay and the receipt of goods as phones reach them. */
export function paymentGatewayOf(pay: PayHandle, cloud: CloudHandle, people: People): PaymentGateway {
  const openidOf = (person: string) => people.byName(person).openid
  const worded = async <T>(run: () => T): Promise<T> => {
    try {
      return run()
    } catch (error) {
      if (error instanceof CheckoutRefused) throw { message: error.message, refused: true }
      throw error
    }
  }
  return {
    look: (person, request) => worded(() => pay.look(openidOf(person), request)),
    pay: (person, { how, ...request }) => worded(() => pay.pay(openidOf(person), request, how)),
    canConfirm: async (person, key) => cloud.trade.canConfirm(openidOf(person), keyOf(key, pay.mchid)),
    confirm: async (person, key) => cloud.trade.confirm(openidOf(person), keyOf(key, pay.mchid)),
  }
}

/** Of another merchant there is nothing here. */
const keyOf = (
  { transactionId, merchantId, merchantTradeNo }: Parameters<PaymentGateway['confirm']>[1],
  mchid: string,
) =>
  transactionId === undefined
    ? { outTradeNo: merchantId === mchid ? merchantTradeNo : '' }
    : { transactionId }
