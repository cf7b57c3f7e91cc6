import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { SandboxUnsupportedError } from '../../errors.ts'
import type { Fields } from '../ejson.ts'
import { MAX_CHECKED_CHARACTERS } from '../limits.ts'

export interface CheckDeps {
  /** Whether such a person exists at all. */
  readonly isPerson: (openid: string) => boolean
  /** Whether the person was here in the last two hours. */
  readonly isActive: (openid: string) => boolean
  readonly riskyWords: readonly string[]
  readonly reviewWords: readonly string[]
}

const text = z.string().max(MAX_CHECKED_CHARACTERS)
const request = z.object({
  content: text.min(1),
  title: text.optional(),
  nickname: text.optional(),
  signature: text.optional(),
})

const NORMAL = 100
const OTHER = 21000

/**
 * security.msgSecCheck version 2 (developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html),
 * its verdict a list of words. Risky text answers errcode 0: who calls must look at `result.suggest`.
 * Codes: 40003 openid, 40129 scene, 47001 form, 61010 the person was not here in the last two hours.
 * No limits per minute and day, version 1 is refused (D-CL-05).
 */
export function msgSecCheck(input: Fields, deps: CheckDeps): Fields {
  if (input.version !== 2)
    throw new SandboxUnsupportedError('cloud.openapi.security.msgSecCheck without version: 2', 'D-CL-05')
  const { openid, scene } = input
  if (typeof openid !== 'string' || !deps.isPerson(openid)) return refused(40003, 'invalid openid')
  if (scene !== 1 && scene !== 2 && scene !== 3 && scene !== 4) return refused(40129, 'invalid scene')
  const parsed = request.safeParse(input)
  if (!parsed.success) return refused(47001, 'data format error')
  if (!deps.isActive(openid)) return refused(61010, 'code is expired')

  const texts = Object.values(parsed.data).filter((value) => value !== undefined)
  const found = (words: readonly string[]) =>
    words.find((word) => texts.some((value) => value.includes(word)))
  const risky = found(deps.riskyWords)
  const keyword = risky ?? found(deps.reviewWords)
  const verdict =
    keyword === undefined
      ? { suggest: 'pass', label: NORMAL }
      : { suggest: risky === undefined ? 'review' : 'risky', label: OTHER }
  return {
    errcode: 0,
    errmsg: 'ok',
    result: verdict,
    detail: [{ strategy: 'keyword', errcode: 0, ...verdict, prob: 90, ...(keyword && { keyword }) }],
    trace_id: randomUUID(),
  }
}

const refused = (errcode: number, errmsg: string): Fields => ({ errcode, errmsg })
