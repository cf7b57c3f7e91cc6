import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import * as z from 'zod'
import { ConfigError } from '../config'

/** WeChat Pay's own hosts, main and standby; nothing else is ever asked (docs, "接口规则"). */
const HOSTS = ['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com'] as const

/** A console's field may keep a PEM on one line, with `\n` written out. */
const pem = z.string().transform((text) => text.replaceAll('\\n', '\n').trim())

const key = (read: (pem: string) => KeyObject) =>
  pem.transform((text, context) => {
    try {
      const made = read(text)
      if (made.asymmetricKeyType === 'rsa') return made
    } catch {
      // told below: the reason may quote the key
    }
    context.addIssue({ code: 'custom', message: 'is no RSA key' })
    return z.NEVER
  })

const schema = z.object({
  WECHAT_PAY_APPID: z.string().min(1).max(32),
  WECHAT_PAY_MCHID: z.string().regex(/^\d{8,32}$/),
  WECHAT_PAY_CERT_SERIAL: z.string().regex(/^[0-9A-F]{8,64}$/i),
  WECHAT_PAY_PRIVATE_KEY: key(createPrivateKey),
  WECHAT_PAY_API_V3_KEY: z.string().refine((text) => Buffer.byteLength(text) === 32),
  WECHAT_PAY_PUBLIC_KEY_ID: z.string().regex(/^PUB_KEY_ID_\d+$/),
  WECHAT_PAY_PUBLIC_KEY: key(createPublicKey),
  /** https, no query: what WeChat Pay accepts (docs, notify_url). */
  WECHAT_PAY_NOTIFY_URL: z
    .url({ protocol: /^https$/ })
    .max(255)
    .regex(/^[^?#]+$/),
  WECHAT_PAY_HOST: z.enum(HOSTS).default(HOSTS[0]),
})

export interface PayConfig {
  readonly appid: string
  readonly mchid: string
  /** Of the merchant's API certificate. */
  readonly certSerial: string
  readonly privateKey: KeyObject
  /** 32 bytes; seals notices. */
  readonly apiV3Key: string
  /** WeChat Pay's public key and its id. */
  readonly publicKeyID: string
  readonly publicKey: KeyObject
  readonly notifyUrl: string
  /** `https://` and one of WeChat Pay's hosts. */
  readonly baseUrl: string
}

/** Throws ConfigError with the names that are missing or malformed, a host that is not WeChat Pay's among them. */
export function readPayConfig(env: Readonly<Record<string, string | undefined>>): PayConfig {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success)
    throw new ConfigError([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))])
  const { data } = parsed
  return {
    appid: data.WECHAT_PAY_APPID,
    mchid: data.WECHAT_PAY_MCHID,
    certSerial: data.WECHAT_PAY_CERT_SERIAL,
    privateKey: data.WECHAT_PAY_PRIVATE_KEY,
    apiV3Key: data.WECHAT_PAY_API_V3_KEY,
    publicKeyID: data.WECHAT_PAY_PUBLIC_KEY_ID,
    publicKey: data.WECHAT_PAY_PUBLIC_KEY,
    notifyUrl: data.WECHAT_PAY_NOTIFY_URL,
    baseUrl: `https://${data.WECHAT_PAY_HOST}`,
  }
}
