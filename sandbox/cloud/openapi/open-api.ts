import { readFileSync } from 'node:fs'
import { parse } from 'protobufjs'
import { SandboxUnsupportedError } from '../../errors.ts'

/** "function has no permission to call this API" (wx-server-sdk 4.0.2, error table). */
const NO_PERMISSION = -604101

const answerType = parse(
  readFileSync(new URL('./common-rpc.proto', import.meta.url), 'utf8'),
).root.lookupType('CommOpenApiResp')

/**
 * One call of WeChat's server API by a function. What config.json does not declare under permissions.openapi is
 * refused as in the cloud; what it declares is not built yet (D-CL-05). Answers protobuf bytes.
 */
export function callOpenApi(apiName: string, declared: readonly string[]): Buffer {
  if (!declared.includes(apiName)) {
    return Buffer.from(answerType.encode(answerType.create({ errorCode: NO_PERMISSION })).finish())
  }
  throw new SandboxUnsupportedError(`cloud.openapi.${apiName}`, 'D-CL-05')
}
