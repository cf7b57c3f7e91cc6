import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { SandboxError } from '../errors.ts'
import type { PartContext } from '../part.ts'
import { administrator, storedForm } from './administrator.ts'
import { ClientCalls } from './client/client-calls.ts'
import { ClientDatabase } from './client/client-database.ts'
import { ClientStorage } from './client/client-storage.ts'
import { CloudConditions } from './conditions.ts'
import { Counters } from './counters.ts'
import type { CloudDeps, SeedDocument, SeedFile } from './deps.ts'
import { startEndpoint } from './endpoint.ts'
import { asCallError, CloudError } from './errors.ts'
import { cloudFaultKinds } from './fault-kinds.ts'
import type { CloudHandle } from './handle.ts'
import { RecentUsers } from './openapi/recent-users.ts'
import { TradeOrders } from './openapi/trade/trade-orders.ts'
import { startFileServer } from './storage/file-server.ts'
import { FileStore } from './storage/file-store.ts'
import { Database, type IndexSpec } from './store/database.ts'
import type { Document } from './store/document.ts'
import { Journal } from './store/journal.ts'
import type { FindOptions } from './store/query.ts'
import { startHttpAccess } from './triggers/http-access.ts'
import { Timers } from './triggers/timers.ts'
import { FunctionHost } from './workers/function-host.ts'
import { type CloudCaller, LiveInvocations } from './workers/identity.ts'

export type { CloudDatabase } from './administrator.ts'
export type { ClientDatabaseRequest } from './client/client-database.ts'
export type { ClientDeletion, ClientTempUrl } from './client/client-storage.ts'
export type { Latency } from './conditions.ts'
export type { Counts } from './counters.ts'
export { readDatabaseRules } from './database-rules.ts'
export { readDeployment } from './deployment.ts'
export { CloudCallError } from './errors.ts'
export { type FunctionRules, readFunctionRules } from './function-rules.ts'
export type { TimerState } from './triggers/timers.ts'
export type { CloudCaller, CloudDeps, CloudHandle, Document, FindOptions, IndexSpec, SeedDocument, SeedFile }

/**
 * CloudBase for the functions of one project, and what phones ask of it themselves. Notices of payments do not come
 * from here (D-CL-07).
 */
export async function startCloud(context: PartContext, deps: CloudDeps): Promise<CloudHandle> {
  const { appid, envId, indexes = [] } = deps
  const { clock, log, guard } = context
  const journal = new Journal(context.dataDir)
  const database = openDatabase(journal, indexes)
  const invocations = new LiveInvocations()
  const files = new FileStore(join(context.dataDir, 'files'), envId)
  const conditions = new CloudConditions()
  const counters = new Counters()
  const seen = new RecentUsers(clock)
  const trade = new TradeOrders({
    dataDir: context.dataDir,
    clock,
    mchid: deps.mchid ?? null,
    paidOrder: deps.paidOrder ?? (() => undefined),
  })

  // What has started, to be ended in reverse.
  const stops: (() => unknown)[] = [() => database.close()]
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      for (const end of stops.reverse()) await end()
    })()
    return stopping
  }
  const started = <T extends { stop(): unknown }>(part: T): T => {
    stops.push(() => part.stop())
    return part
  }

  const declare = (seeded: readonly SeedDocument[]): void => {
    const existing = new Set(database.collectionNames())
    const wanted = [...seeded, ...indexes].map(({ collection }) => collection)
    for (const name of new Set([...wanted, ...(deps.collections ?? [])])) {
      if (!existing.has(name)) database.createCollection(name)
    }
  }

  const seed = (): readonly SeedDocument[] => (typeof deps.seed === 'function' ? deps.seed() : deps.seed)

  const insertSeed = async (): Promise<void> => {
    const documents = seed()
    declare(documents)
    for (const { collection, doc } of documents) await database.insert(collection, [storedForm(doc)])
    for (const { cloudPath, content, contentType } of deps.seedFiles?.() ?? []) {
      await files.write(cloudPath, content, { contentType })
    }
  }

  try {
    const fileServer = started(await startFileServer(guard, clock, files))
    const endpoint = started(
      await startEndpoint(guard, {
        envId,
        invocations,
        actions: () => ({ database, host, files, fileServer, clock, log }),
        openapi: {
          trade,
          check: {
            isPerson: deps.isPerson ?? ((openid) => seen.knows(openid)),
            isActive: (openid) => seen.isActive(openid),
            riskyWords: deps.riskyWords ?? ['违禁词示例'],
            reviewWords: deps.reviewWords ?? ['待审词示例'],
          },
        },
        onAction: async (action, { caller }) => {
          counters.countAction(action, caller?.openid ?? null)
          if (action.startsWith('database.')) await conditions.atTheDatabase()
        },
      }),
    )
    const host: FunctionHost = started(
      new FunctionHost({
        functionsDir: deps.functionsDir,
        appid,
        envId,
        endpointUrl: `${endpoint.url}/admin`,
        deployment: deps.deployment ?? {},
        environment: deps.functionEnv,
        hosts: deps.hosts ?? [],
        invocations,
        clock,
        log,
        instances: deps.instances ?? 2,
        recycleChance: deps.recycleChance ?? 0.02,
        chanceSeed: deps.chanceSeed ?? 1,
        beforeRun: (name) => {
          counters.countRun(name)
          return conditions.beforeRun(name)
        },
        coldStart: conditions.coldStart,
        atWork: (name, instances) => counters.countAtWork(name, instances),
      }),
    )
    const invokeAlone = (name: string, event: unknown, source: string, life?: number) =>
      host.invoke({ name, event, caller: null, source, nested: false, life })
    const http = started(
      await startHttpAccess(guard, {
        envId,
        functions: deps.httpFunctions ?? [],
        life: () => host.life,
        invoke: (name, event, life) => invokeAlone(name, event, 'wx_http', life),
      }),
    )
    started(conditions)

    if (database.isEmpty) await insertSeed()
    else declare(seed())

    const timers = started(
      new Timers({
        functionsDir: deps.functionsDir,
        names: () => host.names(),
        clock,
        log,
        fire: (name, event) => invokeAlone(name, event, 'wx_trigger'),
      }),
    )
    timers.start()
    void host.warm()

    const client = new ClientCalls({
      appid,
      host,
      rules: deps.functionRules ?? {},
      saw: (openid) => seen.saw(openid),
      onTheWay: conditions.onTheWay,
    })
    const storage = new ClientStorage(files, fileServer)
    const ownDatabase = new ClientDatabase(database, deps.databaseRules ?? new Map(), clock)

    return {
      name: 'cloud',
      url: endpoint.url,
      httpUrl: http.url,
      functions: () => host.names().map((name) => ({ name })),
      callFunction: (caller, name, data) => client.callFunction(caller, name, data),
      clientUpload: (caller, cloudPath, bytes, contentType) =>
        client.ask(caller, 'uploadFile', randomUUID(), () =>
          storage.upload(caller, cloudPath, bytes, contentType),
        ),
      clientTempUrls: (caller, fileIDs) =>
        client.ask(caller, 'getTempFileURL', randomUUID(), () => storage.tempUrls(fileIDs)),
      clientDelete: (caller, fileIDs) =>
        client.ask(caller, 'deleteFile', randomUUID(), () => storage.delete(caller, fileIDs)),
      clientDatabase: (caller, request) =>
        client.ask(caller, `database.${request.operation}`, randomUUID(), async () => {
          const answer = await ownDatabase.ask(caller, request)
          counters.countClient(request.operation)
          return answer
        }),
      database: administrator(database),
      triggers: () => timers.list(),
      tick: () => timers.tick(),
      fireTimer: (functionName, triggerName) =>
        timers.fire(functionName, triggerName).catch((error: unknown) => {
          throw error instanceof CloudError ? asCallError(error, randomUUID()) : error
        }),
      trade: {
        confirm: (openid, key) => trade.confirm(openid, key),
        canConfirm: (openid, key) => trade.canConfirm(openid, key),
      },
      setFunctionRules: (on) => client.setRules(on),
      setLatency: (latency) => conditions.setLatency(latency),
      faults: cloudFaultKinds({
        conditions,
        functions: () => host.names(),
        coolDown: () => host.retireAll(),
      }),
      counters: () => counters.read(),
      resetCounters: () => counters.reset(),
      reset: async () => {
        // A call of the old life would write into the fresh seed.
        host.beginAnew()
        database.clear()
        await files.clear()
        await insertSeed()
        conditions.clear()
        seen.clear()
        trade.clear()
        counters.reset()
        client.setRules(true)
        void host.restartAll()
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function openDatabase(journal: Journal, indexes: readonly IndexSpec[]): Database {
  try {
    return new Database(journal, indexes)
  } catch (error) {
    journal.close()
    if (!(error instanceof CloudError)) throw error
    throw new SandboxError(
      'BAD_PROJECT',
      `the stored data do not fit the indexes, start with --reset: ${error.message}`,
    )
  }
}
