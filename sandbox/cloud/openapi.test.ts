import assert from 'node:assert/strict'
import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

interface Verdict {
  readonly errCode: number
  readonly errMsg: string
  readonly result?: { readonly suggest: string; readonly label: number }
  readonly traceId?: string
}

const CHECK = `return cloud.openapi.security.msgSecCheck(event.input).catch((e) => ({ errCode: e.errCode, errMsg: e.errMsg }))`

describe('security.msgSecCheck', () => {
  let cloud: TestCloud
  let now = 0
  const check = (input: object, openid = 'oAnna') =>
    cloud.call<Verdict>(openid, 'run', { code: CHECK, input })
  const good = { version: 2, scene: 3, openid: 'oAnna', content: '今晚八点开播' }

  beforeAll(async () => {
    cloud = await useCloud({
      functions: { run: RUN_ANYTHING, undeclared: RUN_ANYTHING },
      configs: {
        run: { permissions: { openapi: ['security.msgSecCheck', 'wxacode.getUnlimited'] } },
        undeclared: {},
      },
      httpFunctions: ['run'],
      riskyWords: ['赌博'],
      isPerson: (openid) => ['oAnna', 'oBoris'].includes(openid),
      clock: { now: () => Date.now() + now },
    })
  })
  afterAll(() => cloud.dispose())

  const VERDICTS: ReadonlyArray<[content: string, suggest: string, label: number]> = [
    ['今晚八点开播', 'pass', 100],
    [`${'长'.repeat(2_400)}，没问题`, 'pass', 100],
    ['快来赌博', 'risky', 21000],
    ['一段待审词示例', 'review', 21000],
  ]
  for (const [content, suggest, label] of VERDICTS) {
    test(`finds ${content.slice(-8)} ${suggest}, and calls that no error`, async () => {
      const { errCode, errMsg, result, traceId } = await check({ ...good, content })
      expect([errCode, errMsg, result]).toStrictEqual([
        0,
        'openapi.security.msgSecCheck:ok',
        { suggest, label },
      ])
      assert.ok(traceId)
    })
  }

  test('looks at title, nickname and signature, too', async () => {
    for (const field of ['title', 'nickname', 'signature'])
      expect((await check({ ...good, [field]: '赌博' })).result?.suggest).toBe('risky')
  })

  const REFUSED: ReadonlyArray<[name: string, changes: object, errCode: number]> = [
    ['nobody', { openid: undefined }, 40003],
    ['an unknown person', { openid: 'oNobody' }, 40003],
    ['a person who was never here', { openid: 'oBoris' }, 61010],
    ['scene 5', { scene: 5 }, 40129],
    ['no text', { content: '' }, 47001],
    ['2,501 characters', { content: '长'.repeat(2_501) }, 47001],
  ]
  for (const [name, changes, errCode] of REFUSED) {
    test(`refuses ${name} with ${errCode}`, async () => {
      expect((await check({ ...good, ...changes })).errCode).toBe(errCode)
    })
  }

  test('wants the person to have been here in the last two hours, by the moved clock', async () => {
    await cloud.call('oBoris', 'run', { code: 'return 1' })
    const other = { ...good, openid: 'oBoris' }
    expect((await check(other)).errCode).toBe(0)
    now = 2 * 3600_000 + 1_000
    try {
      expect((await check(other)).errCode).toBe(61010)
      expect((await check(good)).errCode).toBe(0) // who asks is here
    } finally {
      now = 0
    }
  })

  test('is refused to a function that does not declare it, and over HTTP', async () => {
    const call = { code: CHECK, input: good }
    expect((await cloud.call<Verdict>('oAnna', 'undeclared', call)).errCode).toBe(-604101)
    await cloud.deploy(
      'run',
      `${RUN_ANYTHING}
      const main = exports.main
      exports.main = (event) => main(event.httpMethod ? JSON.parse(event.body) : event)`,
    )
    const response = await fetch(`${cloud.httpUrl}/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
    })
    expect(((await response.json()) as Verdict).errCode).toBe(-604104)
  })

  test('without version 2, and declared APIs without a double, refuse by name', async () => {
    expect((await check({ content: 'a' })).errMsg).toMatch(/D-CL-05/)
    expect(
      await cloud.call<string>('oAnna', 'run', {
        code: `return cloud.openapi.wxacode.getUnlimited({ scene: 'a' }).catch((e) => e.errMsg)`,
      }),
    ).toMatch(/wxacode\.getUnlimited.*D-CL-05/)
  })
})
