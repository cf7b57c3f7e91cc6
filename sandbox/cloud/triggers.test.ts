import assert from 'node:assert/strict'
import { waitFor } from '../../test/support/wait-for.ts'
import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

/** Writes what it was called with and as whom. */
const NOTE = `
const cloud = require('wx-server-sdk'); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()
exports.main = async (event, context) => {
  const { OPENID, SOURCE } = cloud.getWXContext()
  const environment = JSON.parse(context.environment)
  const nested = event.nest ? (await cloud.callFunction({ name: 'note', data: {} })).result.SOURCE : undefined
  const note = { event, OPENID: OPENID ?? null, envOpenid: environment.WX_OPENID ?? null, SOURCE, at: Date.now(), nested }
  if (event.Type === 'Timer') await db.collection('notes').add({ data: { note } })
  return note
}`

const TIMER = (config: string) => ({ triggers: [{ name: 'everyMinute', type: 'timer', config }] })

interface Note {
  readonly event: Readonly<Record<string, unknown>>
  readonly OPENID: string | null
  readonly envOpenid: string | null
  readonly SOURCE: string
  readonly at: number
  readonly nested?: string
}

/** 12:20:30 of a day that does not move by itself: only the test moves it. */
const START = Date.parse('2026-11-22T12:20:30Z')

describe('timers', () => {
  let cloud: TestCloud
  let now = START
  const notes = async (): Promise<Note[]> =>
    (await cloud.database.find('notes')).map(({ note }) => note as unknown as Note)

  beforeAll(async () => {
    cloud = await useCloud({
      functions: {
        note: NOTE,
        quiet: `exports.main = async () => 'quiet'`,
        broken: `exports.main = async () => { throw new Error('no luck') }`,
        odd: `exports.main = async () => 'odd'`,
        two: `exports.main = async () => 'two'`,
      },
      configs: {
        note: TIMER('0 */1 * * * * *'),
        quiet: {},
        broken: TIMER('0 0 0 1 1 * 2027'),
        odd: TIMER('* * * * *'),
        two: { triggers: [...TIMER('0 * * * * * *').triggers, { name: 'b', type: 'timer', config: 'x' }] },
      },
      collections: ['notes'],
      clock: { now: () => now },
      instances: 1,
      recycleChance: 0,
    })
  })
  afterAll(() => cloud.dispose())

  test('are those of config.json, and a wrong one is said in the terminal', () => {
    const newYear = Date.parse('2026-12-31T16:00:00Z')
    expect(cloud.triggers()).toStrictEqual([
      { function: 'broken', name: 'everyMinute', config: '0 0 0 1 1 * 2027', nextAt: newYear },
      { function: 'note', name: 'everyMinute', config: '0 */1 * * * * *', nextAt: START + 30_000 },
    ])
    const said = cloud.lines.filter((line) => line.includes('does not run'))
    expect(said[0] ?? '').toMatch(/function odd .*seven fields/)
    expect(said[1] ?? '').toMatch(/function two/)
  })

  test('fire nothing before their time', async () => {
    await cloud.tick()
    now += 29_999
    await cloud.tick()
    expect(await notes()).toHaveLength(0)
  })

  test('fire by themselves when the clock was moved, without a person, at the new time', async () => {
    // A person was in this very instance before.
    await cloud.call('oAnna', 'note')
    now = START + 30_000
    await waitFor(async () => (await notes()).length === 1, { what: 'the run of the timer' })
    const [{ at = 0, ...note } = {}] = await notes()
    assert.ok(at >= now && at < now + 2_000, `${at - now} ms`)
    expect(note).toStrictEqual({
      event: { Type: 'Timer', TriggerName: 'everyMinute', Time: '2026-11-22T12:21:00Z', Message: '' },
      OPENID: null,
      envOpenid: null,
      SOURCE: 'wx_trigger',
    })
  })

  test('that were passed several times in one jump fire once, for the last time', async () => {
    now += 15 * 60_000 + 5_000
    await cloud.tick()
    const all = await notes()
    expect(all).toHaveLength(2)
    expect(all[1]?.event.Time).toBe('2026-11-22T12:36:00Z')
    await cloud.tick()
    expect(await notes()).toHaveLength(2)
  })

  test('count anew when the clock goes back', async () => {
    now = START
    await cloud.tick()
    expect(cloud.triggers().find(({ function: name }) => name === 'note')?.nextAt).toBe(START + 30_000)
    expect(await notes()).toHaveLength(2)
  })

  test('can be fired by hand, and then a failure is heard', async () => {
    await cloud.fireTimer('note', 'everyMinute')
    await cloud.fireTimer('note')
    expect(await notes()).toHaveLength(4)
    await expect(cloud.fireTimer('broken')).rejects.toMatchObject({
      errCode: -504002,
      errMsg: expect.stringMatching(/no luck/),
    })
    await expect(cloud.fireTimer('quiet')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(cloud.fireTimer('note', 'other')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('that fail are in the terminal and stop nothing', async () => {
    now = Date.parse('2026-12-31T16:00:00Z')
    await cloud.tick()
    expect(
      cloud.lines.some((line) => /timer everyMinute of function broken failed: .*no luck/.test(line)),
    ).toBe(true)
    expect(await notes()).toHaveLength(5)
    expect(cloud.triggers().find(({ function: name }) => name === 'broken')?.nextAt).toBeNull()
  })

  test('follow a changed config.json', async () => {
    await cloud.deploy('quiet', `exports.main = async () => 'quiet'`, TIMER('30 * * * * * *'))
    expect(cloud.triggers().some(({ function: name }) => name === 'quiet')).toBe(true)
  })

  test('move the clock of a call that is running, too', async () => {
    await cloud.deploy('run', RUN_ANYTHING)
    const before = now
    const running = cloud.call<number[]>('oAnna', 'run', {
      code: `
        const first = Date.now()
        await db.collection('notes').add({ data: { started: true } })
        while (!(await db.collection('notes').where({ moved: true }).count()).total) await new Promise((r) => setTimeout(r, 5))
        const { _id } = await db.collection('notes').add({ data: { at: db.serverDate() } })
        return [first, Date.now(), (await db.collection('notes').doc(_id).get()).data.at.getTime()]`,
    })
    await waitFor(() => cloud.database.count('notes', { started: true }), { what: 'the start of the call' })
    now = before + 3_600_000
    await cloud.database.insert('notes', { moved: true })
    const [first = 0, later = 0, server = 0] = await running
    assert.ok(first - before < 2_000, `${first - before}`)
    for (const time of [later, server]) expect(Math.abs(time - before - 3_600_000)).toBeLessThan(2_000)
  })
})

describe('HTTP access', () => {
  let cloud: TestCloud
  const ANSWER = `exports.main = async (event) => JSON.parse(event.queryStringParameters.answer)`
  const send = (path: string, init: RequestInit = {}) => fetch(`${cloud.httpUrl}${path}`, init)
  const noteOf = async (path: string, init: RequestInit = {}): Promise<Note> =>
    (await (await send(path, init)).json()) as Note

  beforeAll(async () => {
    cloud = await useCloud({
      functions: {
        note: NOTE,
        answer: ANSWER,
        fails: `exports.main = async () => { throw new Error('no luck') }`,
        nothing: `exports.main = async () => {}`,
        hidden: `exports.main = async () => 'secret'`,
      },
      httpFunctions: ['note', 'answer', 'fails', 'nothing', 'not-deployed'],
      collections: ['notes'],
      recycleChance: 0,
    })
  })
  afterAll(() => cloud.dispose())

  test('hands the request over whole, without a person', async () => {
    await cloud.call('oAnna', 'note')
    const text = '{"raw":  "直播 é"}'
    const note = await noteOf('/note/more?a=1&b=%E7%9B%B4', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Signature': 'Abc' },
      body: text,
    })
    const { event } = note
    expect([note.OPENID, note.envOpenid, note.SOURCE]).toStrictEqual([null, null, 'wx_http'])
    expect(event.path).toBe('/note/more')
    expect(event.httpMethod).toBe('POST')
    expect(event.queryStringParameters).toStrictEqual({ a: '1', b: '直' })
    expect(event.body).toBe(text)
    expect(event.isBase64Encoded).toBe(false)
    expect((event.headers as Record<string, string>)['x-signature']).toBe('Abc')
    expect((event.requestContext as Record<string, string>).envId).toBe('test-env')
  })

  const BODIES: ReadonlyArray<[type: string, body: string, base64: boolean]> = [
    ['text/plain', 'plain', false],
    ['text/xml', '<a/>', false],
    ['application/x-www-form-urlencoded', 'a=1&b=2', false],
    ['application/octet-stream', '\u0000é', true],
  ]
  for (const [type, body, base64] of BODIES) {
    test(`takes ${type}${base64 ? ' as base64' : ' as text'}`, async () => {
      const { event } = await noteOf('/note', { method: 'POST', headers: { 'content-type': type }, body })
      expect(event.isBase64Encoded).toBe(base64)
      expect(Buffer.from(String(event.body), base64 ? 'base64' : 'utf8').toString()).toBe(body)
    })
  }

  const ANSWERS: ReadonlyArray<[answer: unknown, status: number, type: RegExp, text: string]> = [
    ['success', 200, /^text\/plain/, 'success'],
    [5, 200, /^text\/plain/, '5'],
    [{ a: 1 }, 200, /^application\/json/, '{"a":1}'],
    [{ statusCode: 401, body: 'who?' }, 401, /^text\/plain/, 'who?'],
    [
      { statusCode: 200, headers: { 'content-type': 'text/xml', 'x-a': 1 }, body: '<a/>' },
      200,
      /xml/,
      '<a/>',
    ],
    [
      { statusCode: 200, headers: { 'content-type': 'text/x' }, isBase64Encoded: true, body: '5byA' },
      200,
      /text/,
      '开',
    ],
    [
      { statusCode: 500, headers: { 'content-type': 'text/json' }, body: { code: 'X' } },
      500,
      /json/,
      '{"code":"X"}',
    ],
  ]
  for (const [answer, status, type, text] of ANSWERS) {
    test(`answers ${JSON.stringify(answer)} as a ${status}`, async () => {
      const response = await send(`/answer?answer=${encodeURIComponent(JSON.stringify(answer))}`)
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type') ?? '').toMatch(type)
      expect(await response.text()).toBe(text)
    })
  }

  const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

  test('says 404 for what has no address, 500 for what fails, and nothing of the stack', async () => {
    for (const path of ['/', '/hidden', '/not-deployed', '/__proto__', '/..%2fhidden'])
      assert.equal((await send(path)).status, 404, path)
    const failed = await send('/fails')
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toMatch(/index\.js/)
    expect((await send(`/answer?answer=${encodeURIComponent('{"statusCode":9000}')}`)).status).toBe(500)
    expect((await send('/answer?answer={')).status).toBe(500)
    expect(await (await send('/nothing')).text()).toBe('')
  })

  test('refuses a body above 100 KB', async () => {
    const post = (bytes: number) =>
      send('/note', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(bytes),
      })
    expect((await post(102_400)).status).toBe(200)
    const refused = await post(102_401)
    expect(refused.status).toBe(413)
    expect(await codeOf(refused)).toBe('EXCEED_MAX_PAYLOAD_SIZE')
  })

  test('is nothing for web pages', async () => {
    const pages: readonly Record<string, string>[] = [
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: cloud.httpUrl },
    ]
    for (const headers of pages) expect((await send('/note', { headers })).status).toBe(403)
    expect(
      (await send('/note', { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'x' })).status,
    ).toBe(403)
  })

  test('is not open for functions that were not given an address', async () => {
    const closed = await useCloud({ functions: { note: NOTE } })
    try {
      expect((await fetch(`${closed.httpUrl}/note`)).status).toBe(404)
    } finally {
      await closed.dispose()
    }
  })
})
