import { isAppError } from '../../../miniprogram/domain/errors'
import type { LogEntry } from '../log'
import { cloudTitleCheck } from './title-check'

const OPENID = 'oOwner0000000000000000000000'

/** A check whose answer WeChat gives as `answer`, or throws. */
async function check(answer: () => unknown) {
  const asked: unknown[] = []
  const log: LogEntry[] = []
  const openapi = {
    security: {
      msgSecCheck: async (request: Record<string, unknown>) => {
        asked.push(request)
        return answer()
      },
    },
  }
  const titleCheck = cloudTitleCheck({ openapi: () => openapi, log: (entry) => log.push(entry) })
  const code = await titleCheck.check('秋冬新款', OPENID).then(
    () => 'passed',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  )
  return { code, asked, log }
}

const verdict = (suggest: string) => () => ({ errCode: 0, result: { suggest, label: 100 } })
const fails = (errCode: number) => () => {
  throw Object.assign(new Error(`openapi failed for ${OPENID}`), { errCode })
}

const TABLE: [what: string, answer: () => unknown, code: string, isLogged: boolean][] = [
  ['pass', verdict('pass'), 'passed', false],
  ['review', verdict('review'), 'TITLE_REFUSED', false],
  ['risky, with errcode 0', verdict('risky'), 'TITLE_REFUSED', false],
  ['risky as an error', fails(87014), 'TITLE_REFUSED', false],
  ['a verdict it never gave before', verdict('fine'), 'BUSY', true],
  ['nothing', () => undefined, 'BUSY', true],
  ['the old form without a verdict', () => ({ errCode: 0 }), 'BUSY', true],
  ['too many calls', fails(45009), 'BUSY', true],
  ['no permission', fails(-604101), 'BUSY', true],
  ['a person not seen for two hours', fails(61010), 'BUSY', true],
]

for (const [what, answer, code, isLogged] of TABLE) {
  test(`WeChat says ${what}: ${code}`, async () => {
    const seen = await check(answer)
    expect(seen.code).toBe(code)
    expect(seen.asked).toStrictEqual([{ version: 2, scene: 1, openid: OPENID, content: '秋冬新款' }])
    expect(seen.log.map(({ event }) => event)).toStrictEqual(isLogged ? ['title-check-failed'] : [])
    expect(JSON.stringify(seen.log)).not.toMatch(new RegExp(OPENID))
  })
}
