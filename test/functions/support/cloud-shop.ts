import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import functionRules from '../../../cloudfunctions/database/function-rules.json' with { type: 'json' }
import indexes from '../../../cloudfunctions/database/indexes.json' with { type: 'json' }
import databaseRules from '../../../cloudfunctions/database/rules.json' with { type: 'json' }
import deployment from '../../../cloudfunctions/deployment.json' with { type: 'json' }
import type { ActionName, Actions } from '../../../cloudfunctions/lib/define-action.ts'
import {
  CALLBACK_SECRET,
  OWNER,
  SERVER_SECRET,
  SHOPPER,
  USER_ID_SECRET,
} from '../../../cloudfunctions/lib/testing/a-shop.ts'
import { functionOf } from '../../../miniprogram/domain/api/function-of.ts'
import type { Reply } from '../../../miniprogram/domain/api/reply.ts'
import type { TokenGrant } from '../../../miniprogram/domain/api/token.ts'
import { type CloudHandle, type FunctionRules, startCloud } from '../../../sandbox/cloud/cloud.ts'
import { PAY_HOSTS, type PayHandle, startPay } from '../../../sandbox/pay/pay.ts'
import { createRequestGuard } from '../../../sandbox/web/request-guard.ts'
import { startZego, type ZegoHandle } from '../../../sandbox/zego/zego.ts'
// @ts-expect-error a tool in plain JavaScript
import { buildFunctions } from '../../../tools/build-functions.mjs'
import { enterZego, type ZegoMember } from './zego-member.ts'

export { CALLBACK_SECRET, OWNER, SERVER_SECRET, SHOPPER }
export const OTHER = 'oOther0000000000000000000000'

/** The one that the sandbox's raw client says. */
export const APP_ID = 1234567890
export const SETUP_CODE = '0123-4567-89ab-cdef-0123-4567-89ab-cdef'

/** The callbacks that docs/deploy.md has switched on in ZEGO's console. */
const CALLBACKS = ['room_create', 'stream_create', 'stream_close'] as const

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

export const APPID = 'wx0000000000000000'
const ENV = 'test-env'
const MCHID = '1900000109'

/**
 * The functions as they are uploaded, in the sandbox's cloud, with the sandbox's ZEGO and WeChat Pay behind them and
 * calling back.
 */
export interface CloudShop {
  readonly cloud: CloudHandle
  readonly zego: ZegoHandle
  readonly pay: PayHandle
  /** Lines of the functions' log. */
  readonly logged: string[]
  now(): number
  /** Moves the time of functions, database, ZEGO and WeChat Pay. */
  advance(ms: number): void
  /** Back to the seed: an empty shop of OWNER, or (`owner: null`) one that nobody has claimed. */
  reset(options?: { owner: string | null }): Promise<void>
  call<Name extends ActionName>(
    openid: string,
    action: Name,
    fields: Actions[Name]['request'],
  ): Promise<Reply<Actions[Name]['data']>>
  /** Any event to any function; what the function answered. */
  callRaw(openid: string, functionName: string, event: unknown): Promise<unknown>
  /** A call that has to succeed. */
  ask<Name extends ActionName>(
    openid: string,
    action: Name,
    fields: Actions[Name]['request'],
  ): Promise<Actions[Name]['data']>
  /** A phone without an SDK, logged in to ZEGO with this grant; gone with the shop. */
  enter(grant: TokenGrant): Promise<ZegoMember>
  stop(): Promise<void>
}

const ownerDocument = (openid: string) => ({ _id: 'owner', openid, role: 'owner', name: '阿禾' })

/** `clock`: whose time it is when not the machine's and `advance`'s. `instances` of each function, default 2. */
export async function startCloudShop(
  options: { clock?: { now(): number }; instances?: number } = {},
): Promise<CloudShop> {
  await buildFunctions(root)
  const dataDir = await mkdtemp(join(tmpdir(), 'cloud-shop-'))
  const logged: string[] = []
  let offsetMs = 0
  const clock = options.clock ?? { now: () => Date.now() + offsetMs }
  const part = (name: string) => {
    const own = join(dataDir, name)
    mkdirSync(own)
    const log = (line: string, detail?: object) => void logged.push(`${line} ${JSON.stringify(detail ?? {})}`)
    return { clock, log, dataDir: own, guard: createRequestGuard(() => false) }
  }

  let cloud: CloudHandle | undefined
  const zego = await startZego(part('zego'), {
    appID: APP_ID,
    serverSecret: SERVER_SECRET,
    rtmpHost: () => '127.0.0.1:1935',
    callbacks: {
      url: () => (cloud ? `${cloud.httpUrl}/zego-callback` : null),
      secret: CALLBACK_SECRET,
      events: CALLBACKS,
    },
  })
  const httpAddress = `https://${ENV}.service.tcloudbase.com/`
  const pay = await startPay(part('pay'), {
    appid: APPID,
    mchid: MCHID,
    isPerson: () => true,
    reach: (url) => (cloud ? url.replace(httpAddress, `${cloud.httpUrl}/`) : null),
    // Machine time: in production it is minutes.
    limits: { refundTakesMs: 20, retryAfterMs: Array(5).fill(100) },
  })
  const members: ZegoMember[] = []
  try {
    cloud = await startCloud(part('cloud'), {
      appid: APPID,
      envId: ENV,
      functionsDir: join(root, 'dist/cloudfunctions'),
      deployment,
      functionEnv: () => ({
        ZEGO_APP_ID: String(APP_ID),
        ZEGO_SERVER_SECRET: SERVER_SECRET,
        ZEGO_SERVER_API: zego.serverApiUrl,
        ZEGO_CALLBACK_SECRET: CALLBACK_SECRET,
        USER_ID_SECRET,
        SETUP_CODE_SHA256: createHash('sha256').update(SETUP_CODE.replaceAll('-', '')).digest('hex'),
        WECHAT_PAY_APPID: APPID,
        WECHAT_PAY_MCHID: MCHID,
        WECHAT_PAY_CERT_SERIAL: pay.keys.certSerial,
        WECHAT_PAY_PRIVATE_KEY: pay.keys.merchantKeyPem,
        WECHAT_PAY_API_V3_KEY: pay.keys.apiV3Key,
        WECHAT_PAY_PUBLIC_KEY_ID: pay.keys.publicKeyID,
        WECHAT_PAY_PUBLIC_KEY: pay.keys.publicKeyPem,
        WECHAT_PAY_NOTIFY_URL: `${httpAddress}pay-notify`,
      }),
      mchid: MCHID,
      hosts: PAY_HOSTS.map((from) => ({ from, to: pay.url })),
      paidOrder: (key) => pay.settled(key),
      indexes,
      collections: Object.keys(databaseRules),
      functionRules: functionRules as FunctionRules,
      instances: options.instances,
      httpFunctions: ['zego-callback', 'pay-notify'],
      seed: [{ collection: 'members', doc: ownerDocument(OWNER) }],
    })
  } catch (error) {
    await zego.stop()
    await pay.stop()
    throw error
  }
  const running = cloud

  const callRaw: CloudShop['callRaw'] = async (openid, functionName, event) =>
    (await running.callFunction({ openid }, functionName, event)).result
  const call: CloudShop['call'] = async (openid, action, fields) => {
    return (await callRaw(openid, functionOf(action), { action, ...fields })) as never
  }
  const leaveAll = () => {
    for (const member of members.splice(0)) member.close()
  }
  return {
    cloud: running,
    zego,
    pay,
    logged,
    now: clock.now,
    advance: (ms) => {
      if (options.clock) throw new Error('this clock belongs to whoever gave it')
      offsetMs += ms
    },
    reset: async ({ owner } = { owner: OWNER }) => {
      leaveAll()
      await zego.reset()
      await pay.reset()
      // Not cloud.reset(): the functions keep nothing in memory, and starting their workers anew takes a second.
      for (const name of Object.keys(databaseRules)) await running.database.remove(name, {})
      if (owner !== null) await running.database.insert('members', ownerDocument(owner))
      // Just after a full minute: from here the minute timer fires when the test moves the clock, not by itself.
      offsetMs += 61_000 - (clock.now() % 60_000)
      await running.tick()
      logged.length = 0
    },
    callRaw,
    call,
    ask: async (openid, action, fields) => {
      const reply = await call(openid, action, fields)
      if (!reply.ok) throw new Error(`${action}: ${reply.code}; ${logged.slice(-3).join('\n')}`)
      return reply.data
    },
    enter: async (grant) => {
      const member = await enterZego(zego.accesshubUrl, grant)
      members.push(member)
      return member
    },
    stop: async () => {
      leaveAll()
      await running.stop()
      await zego.stop()
      await pay.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
