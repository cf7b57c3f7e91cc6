import { SandboxUnsupportedError } from '../../errors.ts'
import { NetworkLost } from '../runtime/network.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { answer, type CallbackOptions, promised, type WxError, wantsCallbacks } from './callback.ts'
import { type AskDatabase, cloudDatabase } from './cloud-database.ts'
import { deleteFiles, tempFileUrls, uploadFile } from './cloud-files.ts'
import { unsupported } from './refuse.ts'

interface CallOptions extends CallbackOptions {
  name?: unknown
  data?: unknown
}

/** The client's own error: an Error that carries errCode and errMsg. Source: WeChat docs, 云开发 SDK 文档. */
class CloudError extends Error implements WxError {
  readonly errCode: number
  readonly errMsg: string;
  [field: string]: unknown

  constructor(errCode: number, errMsg: string) {
    super(errMsg)
    this.errCode = errCode
    this.errMsg = errMsg
  }
}

const NOT_READY =
  "Cloud API isn't enabled, please call wx.cloud.init first\n" +
  '请先调用 wx.cloud.init() 完成初始化后再调用其他云 API。init 方法可传入一个对象用于设置默认配置，详见文档。'

/** Client SDK members that are not imitated: D-WX-51. */
const REFUSED_ASYNC = ['downloadFile', 'callContainer'] as const
const REFUSED_SYNC = ['CDN', 'Cloud', 'connectContainer', 'services'] as const

/** wx.cloud: functions, files and database of the one environment that the sandbox runs. */
export const cloud: WxFamily = (phone) => {
  let ready = false

  const api: Record<string, unknown> = {
    /** Once; the first call wins. The sandbox has one environment, whatever its name (D-WX-52). */
    init: () => {
      ready = true
    },
  }
  const calls: Record<string, (options: never) => Promise<Record<string, unknown>>> = {
    callFunction: (options: CallOptions) => callFunction(phone, options),
    uploadFile: (options) => fileCall('uploadFile', () => uploadFile(phone, options)),
    getTempFileURL: (options) => fileCall('getTempFileURL', () => tempFileUrls(phone, options)),
    deleteFile: (options) => fileCall('deleteFile', () => deleteFiles(phone, options)),
  }
  const told = (name: string, options: object | undefined, settled: Promise<Record<string, unknown>>) => {
    if (!wantsCallbacks(options)) return promised(phone, settled)
    settled.then(
      (result) => answer(phone, `cloud.${name}`, options, { ok: true, result }),
      (error: CloudError) => answer(phone, `cloud.${name}`, options, { ok: false, error }),
    )
    return undefined
  }
  for (const [name, call] of Object.entries(calls)) {
    api[name] = (options: CallbackOptions = {}) =>
      told(name, options, ready ? call(options as never) : Promise.reject(new CloudError(-1, NOT_READY)))
  }
  const askDatabase: AskDatabase = (request, options, result) => {
    const name = `database.${request.operation}`
    return told(
      name,
      options,
      fileCall(`cloud.${name}`, async () => result(await askCloud(phone, request))),
    )
  }
  api.database = () => {
    if (!ready) throw new CloudError(-1, NOT_READY)
    return cloudDatabase(askDatabase)
  }
  for (const name of REFUSED_ASYNC) {
    api[name] = (options?: CallbackOptions) => {
      const error = new CloudError(-1, `cloud.${name}:fail ${unsupported('D-WX-51').message}`)
      if (!wantsCallbacks(options)) return Promise.reject(error)
      answer(phone, `cloud.${name}`, options, { ok: false, error })
      return undefined
    }
  }
  for (const name of REFUSED_SYNC) {
    api[name] = function refused() {
      throw new SandboxUnsupportedError(`wx.cloud.${name}`, 'D-WX-51')
    }
  }
  return { cloud: api }
}

/** Storage and database calls say `uploadFile:ok` and the like. */
async function fileCall(name: string, run: () => Promise<object>): Promise<Record<string, unknown>> {
  try {
    return { ...(await run()), errMsg: `${name}:ok` }
  } catch (error) {
    if (error instanceof NetworkLost) throw new CloudError(-404012, `${name}:fail ${error.message}`)
    throw clientError(error, name)
  }
}

async function askCloud(phone: PhoneRuntime, request: Readonly<Record<string, unknown>>) {
  const sent = JSON.stringify(request)
  await phone.network.travel('up', sent.length)
  const answered = await phone.network.guard(phone.link.request('cloud.database', JSON.parse(sent)))
  await phone.network.travel('down', JSON.stringify(answered).length)
  return answered
}

async function callFunction(phone: PhoneRuntime, options: CallOptions): Promise<Record<string, unknown>> {
  if (typeof options.name !== 'string' || options.name === '') {
    throw new CloudError(
      -401002,
      'cloud.callFunction:fail parameter error: parameter.name should be string instead of ' +
        `${options.name === null ? 'null' : typeof options.name};`,
    )
  }
  const { name } = options
  const { network, suspension } = phone
  let stopWatching = () => {}
  const interrupted = new Promise<never>((_resolve, reject) => {
    stopWatching = suspension.onSuspend(() => reject(failure(-404010, 'polling result expired')))
  })
  const exchange = async () => {
    const sent = JSON.stringify(options.data ?? {})
    await network.travel('up', sent.length)
    const asked = phone.link.request('cloud.callFunction', { name, data: JSON.parse(sent) as unknown })
    const { result, requestID } = await network.guard(asked)
    await network.travel('down', JSON.stringify(result ?? null).length)
    return { result, requestID, errMsg: 'cloud.callFunction:ok' }
  }
  try {
    return await Promise.race([exchange(), interrupted])
  } catch (error) {
    if (error instanceof NetworkLost) throw failure(-404012, `request:fail ${error.message}`)
    throw clientError(error)
  } finally {
    stopWatching()
  }
}

/** Source: wechat client SDK's own wording, public records of `errCode: …  | errMsg: …`. */
const failure = (errCode: number, errMsg: string): CloudError =>
  new CloudError(errCode, `cloud.callFunction:fail Error: errCode: ${errCode} | errMsg: ${errMsg}`)

/** The host already words its failures as the client does; what is no vendor error gets the generic code. */
function clientError(error: unknown, name = 'cloud.callFunction'): CloudError {
  const given = error as { errCode?: unknown; errMsg?: unknown; message?: unknown }
  const errCode = typeof given?.errCode === 'number' ? given.errCode : -1
  const text = typeof given?.errMsg === 'string' ? given.errMsg : String(given?.message ?? error)
  return new CloudError(errCode, text.startsWith(`${name}:fail`) ? text : `${name}:fail ${text}`)
}
