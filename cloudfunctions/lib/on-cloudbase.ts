import { readConfig } from './config'
import type { Database } from './database'
import type { FunctionHost } from './define-function'
import { randomIds } from './ids'
import { printLog } from './log'
import { cloudMemberRepo } from './members/cloud-member-repo'
import { cloudRoomRepo } from './rooms/cloud-room-repo'
import type { Services } from './services'
import { zegoSignals } from './signals/zego-signals'
import { zegoServerApi } from './zego/server-api'
import { tokenGrants } from './zego/token-grants'
import { tokenRandom } from './zego/token04'

/** What is used of wx-server-sdk. */
export interface CloudSdk {
  getWXContext(): unknown
  database(): unknown
}

type Env = Readonly<Record<string, string | undefined>>

/** Where a deployed function stands: the identity WeChat gives, the log CloudBase collects. */
export function onCloudBase(cloud: CloudSdk, env: Env): FunctionHost {
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
  const zego = zegoServerApi({ ...config, clock, fetch })
  return {
    rooms: cloudRoomRepo(db),
    members: cloudMemberRepo(db),
    grants: tokenGrants({ ...config, clock, random: tokenRandom }),
    signals: zegoSignals({ zego, log: printLog, secrets: secretsOf(env) }),
    clock,
    ids: randomIds,
  }
}

function secretsOf(env: Env): string[] {
  return [env.ZEGO_SERVER_SECRET, env.USER_ID_SECRET].filter((secret) => secret !== undefined)
}
