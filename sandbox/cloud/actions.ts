import type { z } from 'zod'
import { SandboxUnsupportedError } from '../errors.ts'
import type { Clock, Log } from '../part.ts'
import * as schema from './actions.schema.ts'
import { type Fields, fieldsFromEjson, fromEjson, toEjson } from './ejson.ts'
import { CloudError } from './errors.ts'
import { DEFAULT_FIND, DEFAULT_URL_AGE_S, MAX_FIND } from './limits.ts'
import type { FileServer } from './storage/file-server.ts'
import type { FileStore } from './storage/file-store.ts'
import { signedAddress } from './storage/signed-addresses.ts'
import type { Database } from './store/database.ts'
import type { FunctionHost } from './workers/function-host.ts'
import type { Invocation } from './workers/identity.ts'

export interface ActionDeps {
  readonly database: Database
  readonly host: FunctionHost
  readonly files: FileStore
  readonly fileServer: FileServer
  readonly clock: Clock
  readonly log: Log
}

type Action = (deps: ActionDeps, body: unknown, invocation: Invocation) => Promise<Fields> | Fields

/** Throws SandboxUnsupportedError for an action that nobody here answers (D-CL-18). */
export function actionNamed(name: string): Action {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (action) return action
  throw new SandboxUnsupportedError(`the cloud action ${name}`, 'D-CL-18')
}

/** action → answer: decode, one call of the database or the function host, encode. */
const ACTIONS: Readonly<Record<string, Action>> = {
  'database.insertDocument': action(schema.insertDocument, async ({ database, clock }, body) => {
    const documents = body.data.map((text) => fieldsFromEjson(text, clock.now()))
    const insertedIds = await database.insert(body.collectionName, documents, body.transactionId)
    return { data: { insertedIds } }
  }),

  'database.getDocument': action(schema.getDocument, ({ database, clock }, body) => {
    const limit = body.queryType === 'DOC' ? 1 : Math.min(body.limit ?? DEFAULT_FIND, MAX_FIND)
    const found = database.find(
      body.collectionName,
      {
        query: optionalFields(body.query, clock),
        order: body.order === undefined ? undefined : orderOf(fieldsFromEjson(body.order, clock.now())),
        offset: body.offset,
        limit,
        projection: optionalFields(body.projection, clock),
      },
      body.transactionId,
    )
    return { data: { list: found.map(toEjson) } }
  }),

  'database.calculateDocument': action(schema.calculateDocument, ({ database, clock }, body) => ({
    data: { total: database.count(body.collectionName, optionalFields(body.query, clock)) },
  })),

  'database.modifyDocument': action(
    schema.modifyDocument,
    async ({ database, clock, log }, body, invocation) => {
      const { collectionName, transactionId } = body
      const query = optionalFields(body.query, clock)
      const data = fieldsFromEjson(body.data, clock.now())
      if (body.merge) {
        warnIfOutside(database, log, body, invocation)
        const updated = await database.update(
          collectionName,
          { query, multi: body.multi },
          data,
          transactionId,
        )
        return { data: { updated } }
      }
      const id = query?._id
      if (!body.upsert || (typeof id !== 'string' && typeof id !== 'number'))
        throw new CloudError('INVALID_PARAM', 'a document can be set by its _id only')
      const { updated, upsertedId } = await database.set(collectionName, id, data, transactionId)
      return { data: { updated, upsert_id: upsertedId } }
    },
  ),

  'database.removeDocument': action(
    schema.removeDocument,
    async ({ database, clock, log }, body, invocation) => {
      const query = optionalFields(body.query, clock)
      warnIfOutside(database, log, body, invocation)
      const deleted = await database.remove(
        body.collectionName,
        { query, multi: body.multi },
        body.transactionId,
      )
      return { data: { deleted } }
    },
  ),

  'database.aggregateDocuments': action(schema.aggregateDocuments, ({ database, clock }, body) => {
    const stages = body.stages.map(({ stageKey, stageValue }) => ({
      [stageKey]: fromEjson(stageValue, clock.now()),
    }))
    return { data: { list: database.aggregate(body.collectionName, stages).map(toEjson) } }
  }),

  'database.addCollection': action(schema.addCollection, ({ database }, body) => {
    database.createCollection(body.collectionName)
    return {}
  }),

  'database.startTransaction': ({ database }, _body, { requestId }) => ({
    transactionId: database.begin(requestId),
  }),

  'database.commitTransaction': action(schema.openTransaction, ({ database }, body) => {
    database.commit(body.transactionId)
    return {}
  }),

  'database.abortTransaction': action(schema.openTransaction, ({ database }, body) => {
    database.abort(body.transactionId)
    return {}
  }),

  'storage.getUploadMetadata': action(schema.getUploadMetadata, ({ files, fileServer }, { path }) => {
    const fileId = files.fileIdOf(path)
    const { url, authorization } = fileServer.admitUpload(path)
    return { data: { url, authorization, token: 'sandbox', fileId, cosFileId: 'sandbox' } }
  }),

  'storage.batchGetDownloadUrl': action(
    schema.batchGetDownloadUrl,
    async ({ files, fileServer }, { file_list }) => ({
      data: {
        download_list: await Promise.all(
          file_list.map(({ fileid, max_age = DEFAULT_URL_AGE_S }) =>
            signedAddress(files, fileServer, fileid, max_age),
          ),
        ),
      },
    }),
  ),

  'storage.batchDeleteFile': action(schema.batchDeleteFile, async ({ files }, { fileid_list }) => ({
    data: {
      delete_list: await Promise.all(
        fileid_list.map(async (fileID) => {
          const path = files.pathOf(fileID)
          const gone = path !== undefined && (await files.remove(path))
          return { fileID, code: gone ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' }
        }),
      ),
    },
  })),

  'functions.invokeFunction': action(schema.invokeFunction, async ({ host }, body, invocation) => {
    const result = await host.invoke({
      name: body.function_name,
      event: body.request_data === '' ? {} : parseJson(body.request_data),
      caller: invocation.caller,
      source: `${invocation.source},scf`,
      nested: true,
    })
    return { data: { response_data: result ?? 'null' } }
  }),
}

function action<Schema extends z.ZodType>(
  bodySchema: Schema,
  run: (deps: ActionDeps, body: z.infer<Schema>, invocation: Invocation) => Promise<Fields> | Fields,
): Action {
  return (deps, body, invocation) => {
    const parsed = bodySchema.safeParse(body)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new CloudError('INVALID_PARAM', `${issue?.path.join('.')}: ${issue?.message}`)
    }
    return run(deps, parsed.data, invocation)
  }
}

const optionalFields = (text: string | undefined, clock: Clock): Fields | undefined =>
  text === undefined ? undefined : fieldsFromEjson(text, clock.now())

function orderOf(fields: Fields): Record<string, 1 | -1> {
  return Object.fromEntries(Object.entries(fields).map(([path, way]) => [path, Number(way) < 0 ? -1 : 1]))
}

/**
 * In 4.0.2 `transaction.collection().where().update()` and `.remove()` go out without the transaction's id: they
 * apply at once and survive a rollback. The service cannot tell, so neither refuse nor hide it: say it.
 */
function warnIfOutside(
  database: Database,
  log: Log,
  body: { queryType: string; collectionName: string },
  invocation: Invocation,
): void {
  if (body.queryType !== 'WHERE' || !database.hasTransaction(invocation.requestId)) return
  log(
    `where().update()/remove() on ${body.collectionName} while a transaction is open: wx-server-sdk 4.0.2 sends it outside the transaction`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CloudError('INVALID_PARAM', 'request_data is not JSON')
  }
}
