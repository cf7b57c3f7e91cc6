import { cloudNonces } from './callbacks/nonces'
import { readConfig } from './config'
import type { Database } from './database'
import { cloudGoodsRepo } from './goods/cloud-goods-repo'
import { randomIds } from './ids'
import { printLog } from './log'
import { cloudClaimTries } from './members/claim-tries'
import { cloudMemberRepo } from './members/cloud-member-repo'
import { cloudTitleCheck, type OpenApi } from './moderation/title-check'
import { cloudOrderRepo } from './orders/cloud-order-repo'
import { cloudShippingUpload, type ShippingApi } from './orders/cloud-shipping-upload'
import type { FunctionRuntime } from './reply-or-code'
import { cloudRoomRepo } from './rooms/cloud-room-repo'
import type { Services } from './services'
import { zegoSignals } from './signals/zego-signals'
import { openPayments } from './wechat-pay/open-payments'
import { zegoServerApi } from './zego/server-api'
import { tokenGrants } from './zego/token-grants'
import { tokenRandom } from './zego/token04'
import { userIDOf } from './zego/user-id'

/** What is used of wx-server-sdk. */
export interface CloudSdk {
  getWXContext(): unknown
  database(): unknown
  readonly openapi: unknown
}

type Env = Readonly<Record<string, string | undefined>>

/** Where a deployed function stands: the identity WeChat gives, the log CloudBase collects. */
export function onCloudBase(cloud: CloudSdk, env: Env): FunctionRuntime {
  return {
    wxContext: () => cloud.getWXContext(),
    log: printLog,
    newRequestID: randomIds.requestID,
    secrets: secretsOf(env),
  }
}

/** The real services from the function's environment variables. Throws ConfigError. */
export function openServices(cloud: CloudSdk, env: Env): Services {
  const config = readConfig(env)
  const db = cloud.database() as Database
  const clock = { now: () => Date.now() }
  const secrets = secretsOf(env)
  const zego = zegoServerApi({ ...config, clock, fetch })
  return {
    rooms: cloudRoomRepo(db),
    members: cloudMemberRepo(db),
    claimTries: cloudClaimTries(db),
    nonces: cloudNonces(db),
    goods: cloudGoodsRepo(db),
    orders: cloudOrderRepo(db),
    payments: openPayments(env, { clock, fetch }),
    shippingUpload: cloudShippingUpload(() => cloud.openapi as ShippingApi),
    grants: tokenGrants({ ...config, clock, random: tokenRandom }),
    signals: zegoSignals({ zego, log: printLog, secrets }),
    zego,
    titleCheck: cloudTitleCheck({ openapi: () => cloud.openapi as OpenApi, log: printLog }),
    clock,
    ids: randomIds,
    log: printLog,
    secrets,
    settings: {
      zegoAppID: config.zegoAppID,
      anchorIDOf: (openid) => userIDOf(openid, 'anchor', config.userIDSecret),
      callbackSecret: config.callbackSecret,
      setupCodeSha256: config.setupCodeSha256,
    },
  }
}

function secretsOf(env: Env): string[] {
  const secrets = [
    env.ZEGO_SERVER_SECRET,
    env.USER_ID_SECRET,
    env.ZEGO_CALLBACK_SECRET,
    env.WECHAT_PAY_API_V3_KEY,
    env.WECHAT_PAY_PRIVATE_KEY,
  ]
  return secrets.filter((secret) => secret !== undefined)
}
