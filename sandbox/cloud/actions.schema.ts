import { z } from 'zod'

/**
 * Bodies that wx-server-sdk 4.0.2 (over @cloudbase/node-sdk 3.17.2 and @cloudbase/database 1.4.3) posts, one schema
 * per action; `ejson` = canonical EJSON text. Unknown fields are the SDK's own
 * bookkeeping and are dropped.
 */
export const envelope = z.object({
  action: z.string().min(1).max(100),
  wxCloudApiToken: z.string().default(''),
  envName: z.string().default(''),
})

const collectionName = z.string().min(1)
const ejson = z.string()
const transactionId = z.string().optional()
const target = { collectionName, query: ejson.optional(), queryType: z.enum(['WHERE', 'DOC']) }

export const insertDocument = z.object({
  collectionName,
  data: z.array(ejson).min(1),
  transactionId,
})

export const getDocument = z.object({
  ...target,
  order: ejson.optional(),
  offset: z.number().int().min(0).optional(),
  limit: z.number().int().min(0).optional(),
  projection: ejson.optional(),
  transactionId,
})

export const calculateDocument = z.object(target)

export const modifyDocument = z.object({
  ...target,
  data: ejson,
  multi: z.boolean(),
  merge: z.boolean(),
  upsert: z.boolean(),
  transactionId,
})

export const removeDocument = z.object({ ...target, multi: z.boolean(), transactionId })

export const aggregateDocuments = z.object({
  collectionName,
  stages: z.array(z.object({ stageKey: z.string().regex(/^\$\w+$/), stageValue: ejson })),
})

export const addCollection = z.object({ collectionName })

export const openTransaction = z.object({ transactionId: z.string() })

export const invokeFunction = z.object({
  function_name: z.string(),
  qualifier: z.string().optional(),
  /** JSON text; '' = no data. */
  request_data: z.string().default(''),
})

/** The text fields of the multipart form of wx.openApi and wx.wxPayApi. */
export const wechatForm = envelope.extend({ apiName: z.string().min(1) })

export const getUploadMetadata = z.object({ path: z.string() })

export const batchGetDownloadUrl = z.object({
  file_list: z.array(z.object({ fileid: z.string(), max_age: z.number().positive().optional() })).max(50),
})

export const batchDeleteFile = z.object({ fileid_list: z.array(z.string()).max(50) })
