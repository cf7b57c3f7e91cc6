import type { DatabaseRules } from './database-rules.ts'
import type { Deployment } from './deployment.ts'
import type { Fields } from './ejson.ts'
import type { FunctionRules } from './function-rules.ts'
import type { OrderKey, PaidOrder } from './openapi/trade/trade-orders.ts'
import type { IndexSpec } from './store/database.ts'
import type { ServerHost } from './workers/function-instance.ts'

export interface SeedDocument {
  readonly collection: string
  readonly doc: Fields
}

export interface SeedFile {
  readonly cloudPath: string
  readonly content: Uint8Array
  readonly contentType?: string
}

/** What the cloud of one project needs to know. */
export interface CloudDeps {
  readonly appid: string
  readonly envId: string
  /** Built functions: `<name>/index.js` (CommonJS) with `config.json`. Read again when a file changes. */
  readonly functionsDir: string
  /** Time limit and memory of each function; absent = the platform's defaults. */
  readonly deployment?: Deployment
  /** Extra environment of every function, asked when a worker starts. */
  readonly functionEnv: () => Record<string, string>
  /** Servers that functions ask by their production origin, and who answers here; absent = none. */
  readonly hosts?: readonly ServerHost[]
  /** Payments that WeChat knows, for shipping; absent = none. */
  readonly paidOrder?: (key: OrderKey) => PaidOrder | undefined
  /** The merchant that is bound to the app; absent = none. */
  readonly mchid?: string
  /** Written when the database is empty and after reset(). Its collections are created. */
  readonly seed: readonly SeedDocument[] | (() => readonly SeedDocument[])
  /** Files of cloud storage that are written with the seed, as a function's would be: absent = none. */
  readonly seedFiles?: () => readonly SeedFile[]
  /** Their collections are created, too. */
  readonly indexes?: readonly IndexSpec[]
  /** Collections that start empty. */
  readonly collections?: readonly string[]
  /** Functions with an address for servers, `<httpUrl>/<name>`; the console's list in production. */
  readonly httpFunctions?: readonly string[]
  /** Who may call what from a phone; absent = everybody everything. */
  readonly functionRules?: FunctionRules
  /** What phones may do with the database themselves; a collection without a rule belongs to each document's creator. */
  readonly databaseRules?: DatabaseRules
  /** Whether msgSecCheck knows a person; absent = everybody whose phone ever called. */
  readonly isPerson?: (openid: string) => boolean
  /** What msgSecCheck calls risky, default 违禁词示例; and what it wants to have looked at, default 待审词示例. */
  readonly riskyWords?: readonly string[]
  readonly reviewWords?: readonly string[]
  /** Workers per function, default 2. */
  readonly instances?: number
  /** Chance that a worker is recycled after a call, default 0.02. */
  readonly recycleChance?: number
  /** Seed of every chance above, default 1. */
  readonly chanceSeed?: number
}
