import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { SandboxError } from '../errors.ts'
import type { PartContext, PartHandle } from '../part.ts'
import { cloneValue, type Fields, fieldsFromEjson, isFields, toEjson } from './ejson.ts'
import { startEndpoint } from './endpoint.ts'
import { asCallError, CloudFault } from './errors.ts'
import { MAX_CLIENT_RESULT_BYTES } from './limits.ts'
import { startFileServer } from './storage/file-server.ts'
import { FileStore } from './storage/file-store.ts'
import { Database, type IndexSpec } from './store/database.ts'
import { asDocument, type Document } from './store/document.ts'
import { Journal } from './store/journal.ts'
import type { FindOptions } from './store/query.ts'
import { FunctionHost } from './workers/function-host.ts'
import { type CloudCaller, LiveInvocations } from './workers/identity.ts'

export { CloudCallError } from './errors.ts'
export type { CloudCaller, Document, FindOptions, IndexSpec }

export interface SeedDocument {
  readonly collection: string
  readonly doc: Fields
}

export interface CloudDeps {
  readonly appid: string
  readonly envId: string
  /** Built functions: `<name>/index.js` (CommonJS) with `config.json`. Read again when a file changes. */
  readonly functionsDir: string
  /** Extra environment of every function, asked when a worker starts. */
  readonly functionEnv: () => Record<string, string>
  /** Written when the database is empty and after reset(). Its collections are created. */
  readonly seed: readonly SeedDocument[] | (() => readonly SeedDocument[])
  /** Their collections are created, too. */
  readonly indexes?: readonly IndexSpec[]
  /** Collections that start empty. */
  readonly collections?: readonly string[]
  /** Workers per function, default 2. */
  readonly instances?: number
  /** Chance that a worker is recycled after a call, default 0.02. */
  readonly recycleChance?: number
  /** Seed of every chance above, default 1. */
  readonly chanceSeed?: number
}

/** The database from outside the functions: as administrator, for seed, roles and tests. */
export interface CloudDatabase {
  find(
    collection: string,
    query?: Fields,
    options?: Pick<FindOptions, 'order' | 'offset' | 'limit'>,
  ): Promise<Document[]>
  count(collection: string, query?: Fields): Promise<number>
  /** Answers the `_id`. Creates the collection when it is missing. */
  insert(collection: string, doc: Fields): Promise<string | number>
  /** `update` = MongoDB operators. Answers how many documents changed. */
  update(collection: string, query: Fields, update: Fields): Promise<number>
  remove(collection: string, query: Fields): Promise<number>
}

export interface CloudHandle extends PartHandle {
  functions(): Array<{ name: string }>
  /**
   * As the phone's wx.cloud.callFunction. Throws CloudCallError {errCode, errMsg} in the client's wording: missing
   * function -501000, timeout -504003, anything thrown or a crash -504002, result above 1 MB -604001.
   */
  callFunction(
    caller: CloudCaller,
    name: string,
    data: unknown,
  ): Promise<{ result: unknown; requestID: string }>
  readonly database: CloudDatabase
}

/**
 * CloudBase for the functions of one project. The phone's own database and storage calls do not come here (D-CL-08),
 * and triggers are not fired (D-CL-07).
 */
export async function startCloud(context: PartContext, deps: CloudDeps): Promise<CloudHandle> {
  const { appid, envId, indexes = [] } = deps
  const journal = new Journal(context.dataDir)
  const database = openDatabase(journal, indexes)
  const invocations = new LiveInvocations()
  const files = new FileStore(join(context.dataDir, 'files'), envId)

  const declare = (seeded: readonly SeedDocument[]): void => {
    const existing = new Set(database.collectionNames())
    const wanted = [...seeded, ...indexes].map(({ collection }) => collection)
    for (const name of new Set([...wanted, ...(deps.collections ?? [])])) {
      if (!existing.has(name)) database.createCollection(name)
    }
  }

  const seed = (): readonly SeedDocument[] => (typeof deps.seed === 'function' ? deps.seed() : deps.seed)

  const plant = async (): Promise<void> => {
    const documents = seed()
    declare(documents)
    for (const { collection, doc } of documents) await database.insert(collection, [storedForm(doc)])
  }

  const fileServer = await startFileServer(context.fence, context.clock, files).catch((error: unknown) => {
    database.close()
    throw error
  })
  const endpoint = await startEndpoint(context.fence, {
    envId,
    invocations,
    actions: () => ({ database, host, files, fileServer, clock: context.clock, log: context.log }),
  }).catch(async (error: unknown) => {
    await fileServer.stop()
    database.close()
    throw error
  })
  const host = new FunctionHost({
    functionsDir: deps.functionsDir,
    appid,
    envId,
    endpointUrl: `${endpoint.url}/admin`,
    environment: deps.functionEnv,
    invocations,
    clock: context.clock,
    log: context.log,
    instances: deps.instances ?? 2,
    recycleChance: deps.recycleChance ?? 0.02,
    chanceSeed: deps.chanceSeed ?? 1,
  })
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await host.stop()
      await endpoint.stop()
      await fileServer.stop()
      database.close()
    })()
    return stopping
  }

  try {
    if (database.isEmpty) await plant()
    else declare(seed())
  } catch (error) {
    await stop()
    throw error
  }
  void host.warm()

  return {
    name: 'cloud',
    url: endpoint.url,
    functions: () => host.names().map((name) => ({ name })),
    callFunction: async (caller, name, data) => {
      // getWXContext() of wx-server-sdk 4.0.2 turns an all-digit value into a number.
      if (!/[A-Za-z_-]/.test(caller.openid))
        throw new SandboxError('BAD_REQUEST', 'an openid must hold a letter')
      const requestID = randomUUID()
      try {
        const event = eventOf(data, appid, caller)
        const result = await host.invoke({ name, event, caller, source: 'wx_client', nested: false })
        if (result !== undefined && Buffer.byteLength(result) > MAX_CLIENT_RESULT_BYTES)
          throw new CloudFault('FUNCTIONS_RESULT_TOO_LARGE', 'cloudfunction result size exceed limit (1MB)')
        const parsed: unknown = result === undefined ? null : JSON.parse(result)
        return { result: parsed, requestID }
      } catch (error) {
        throw error instanceof CloudFault ? asCallError(error, requestID) : error
      }
    },
    database: administrator(database),
    reset: async () => {
      database.clear()
      await files.clear()
      await plant()
      void host.restartAll()
    },
    stop,
  }
}

function openDatabase(journal: Journal, indexes: readonly IndexSpec[]): Database {
  try {
    return new Database(journal, indexes)
  } catch (error) {
    journal.close()
    if (!(error instanceof CloudFault)) throw error
    throw new SandboxError(
      'BAD_PROJECT',
      `the stored data do not fit the indexes, start with --reset: ${error.message}`,
    )
  }
}

/** The cloud adds who is calling, and nothing the client sends can stand in for it. */
function eventOf(data: unknown, appid: string, { openid }: CloudCaller): Fields {
  if (data !== undefined && data !== null && !isFields(data))
    throw new CloudFault('INVALID_PARAM', 'parameter.data should be object')
  return { ...data, userInfo: { appId: appid, openId: openid } }
}

/** A seed is plain JSON or EJSON written by hand: `{$date: …}` and its like become values. */
const storedForm = (fields: Fields): Fields => fieldsFromEjson(toEjson(fields), 0)

function administrator(database: Database): CloudDatabase {
  return {
    find: async (collection, query, options) =>
      database.find(collection, { ...options, query }).map((found) => asDocument(cloneValue(found))),
    count: async (collection, query) => database.count(collection, query),
    insert: async (collection, doc) => {
      if (!database.collectionNames().includes(collection)) database.createCollection(collection)
      const [id] = await database.insert(collection, [storedForm(doc)])
      if (id === undefined) throw new SandboxError('INTERNAL', 'insert answered no _id')
      return id
    },
    update: (collection, query, update) => database.update(collection, { query, multi: true }, update),
    remove: (collection, query) => database.remove(collection, { query, multi: true }),
  }
}
