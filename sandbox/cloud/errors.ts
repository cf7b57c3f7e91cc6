/**
 * The words of the service. A `CloudError` is what the service says; wx-server-sdk 4.0.2 turns `code` into the
 * number that function code sees (its TCB_ERR_CODE table), the phone sees `clientErrCode`.
 * No text here was compared with the live service (D-CL-12).
 */
const FAULTS = {
  SYS_ERR: { clientErrCode: -501001, headline: 'resource system error' },
  INVALIID_ENV: { clientErrCode: -501005, headline: 'invalid env' }, // spelt so by the service
  INVALID_PARAM: { clientErrCode: -501007, headline: 'invalid parameters' },
  SIGN_PARAM_INVALID: { clientErrCode: -501019, headline: 'unauthorized' },
  DATABASE_REQUEST_FAILED: { clientErrCode: -502001, headline: 'database request fail' },
  DATABASE_INVALID_OPERRATOR: { clientErrCode: -502002, headline: 'database invalid command' },
  DATABASE_PERMISSION_DENIED: { clientErrCode: -502003, headline: 'database permission denied' },
  DATABASE_COLLECTION_NOT_EXIST: { clientErrCode: -502005, headline: 'database collection not exists' },
  DATABASE_TRANSACTION_FAIL: { clientErrCode: -501001, headline: 'resource system error' },
  DATABASE_TRANSACTION_CONFLICT: { clientErrCode: -501001, headline: 'resource system error' },
  STORAGE_FILE_NONEXIST: { clientErrCode: -503003, headline: 'storage file not exists' },
  PERMISSION_DENIED: { clientErrCode: -501023, headline: 'permission denied' },
  STORAGE_EXCEED_AUTHORITY: { clientErrCode: -503002, headline: 'storage permission denied' },
  STORAGE_FILE_TOO_LARGE: { clientErrCode: -403001, headline: 'file too large' },
  FUNCTION_NOT_FOUND: { clientErrCode: -501000, headline: '' },
  FUNCTIONS_EXECUTE_FAIL: { clientErrCode: -504002, headline: 'functions execute fail' },
  FUNCTIONS_TIME_LIMIT_EXCEEDED: { clientErrCode: -504003, headline: '' },
  FUNCTIONS_RESULT_TOO_LARGE: {
    clientErrCode: -604001,
    headline: 'cloudfunction result size exceed limit (1MB)',
  },
} as const

export type FaultCode = keyof typeof FAULTS

/** An answer of the service that is an error: `{code, message}` on the wire, HTTP status 200. */
export class CloudError extends Error {
  readonly code: FaultCode
  /** What the phone sees as errCode. */
  readonly clientErrCode: number

  constructor(code: FaultCode, message: string, clientErrCode: number = FAULTS[code].clientErrCode) {
    super(message)
    this.name = 'CloudError'
    this.code = code
    this.clientErrCode = clientErrCode
  }
}

/** What `wx.cloud.callFunction` and its neighbours reject with: a number and the client's sentence. */
export class CloudCallError extends Error {
  readonly errCode: number
  readonly errMsg: string

  constructor(errCode: number, errMsg: string) {
    super(errMsg)
    this.name = 'CloudCallError'
    this.errCode = errCode
    this.errMsg = errMsg
  }
}

/** The client library's wording of a failed call, as quoted in WeChat's error code page. */
export function asCallError(
  { code, clientErrCode, message }: CloudError,
  callId: string,
  api = 'callFunction',
): CloudCallError {
  const { headline } = FAULTS[code]
  return new CloudCallError(
    clientErrCode,
    `cloud.${api}:fail Error: errCode: ${clientErrCode} ${headline} | errMsg: ${message} (callId: ${callId})`,
  )
}

export const collectionMissing = (name: string): CloudError =>
  new CloudError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${name}. Please check your request, but if the problem cannot be solved, contact us.`,
  )

export const duplicateKey = (collection: string, index: string, values: string): CloudError =>
  new CloudError(
    'DATABASE_REQUEST_FAILED',
    `E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${values}`,
  )

/** Code and text as in the service's own SDK tests (CloudBase node SDK, db transaction tests). */
export const transactionConflict = (): CloudError =>
  new CloudError(
    'DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
  )

export const transactionGone = (): CloudError =>
  new CloudError(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem persists, contact us.',
  )
