import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from '../faults/testing/inject.ts'
import { CloudCallError, readFunctionRules } from './cloud.ts'
import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

const errCodeOf = async (call: Promise<unknown>): Promise<number | 'fine'> =>
  call.then(
    () => 'fine' as const,
    (error: unknown) => {
      assert.ok(error instanceof CloudCallError)
      return error.errCode
    },
  )

describe('function rules', () => {
  let cloud: TestCloud
  beforeAll(async () => {
    cloud = await useCloud({
      functions: {
        run: RUN_ANYTHING,
        clock: `exports.main = async () => 'ticked'`,
        open: `exports.main = async () => 'open'`,
      },
      configs: { clock: { triggers: [{ name: 't', type: 'timer', config: '0 0 0 1 1 * 2099' }] } },
      functionRules: {
        '*': { invoke: false },
        run: { invoke: 'auth != null' },
        open: { invoke: true },
        clock: { invoke: false },
      },
      httpFunctions: ['clock'],
    })
  })
  afterAll(() => cloud.dispose())

  const CALLS: ReadonlyArray<[name: string, on: number | 'fine', off: number | 'fine']> = [
    ['clock', -501023, 'fine'],
    ['open', 'fine', 'fine'],
    ['nowhere', -501023, -501000],
    ['__proto__', -501023, -501000],
  ]
  for (const [name, on, off] of CALLS) {
    test(`a phone's call of ${name} is ${on} with the rules and ${off} without`, async () => {
      expect(await errCodeOf(cloud.call('oAnna', name))).toBe(on)
      cloud.setFunctionRules(false)
      try {
        expect(await errCodeOf(cloud.call('oAnna', name))).toBe(off)
      } finally {
        cloud.setFunctionRules(true)
      }
    })
  }

  test('are said in the wording of the client', async () => {
    await expect(cloud.call('oAnna', 'clock')).rejects.toMatchObject({
      errMsg: expect.stringMatching(
        /^cloud\.callFunction:fail Error: errCode: -501023 permission denied \| errMsg: PERMISSION_DENIED/,
      ),
    })
  })

  test('bind phones only: timers, HTTP and other functions call what they like', async () => {
    await cloud.fireTimer('clock')
    expect(await (await fetch(`${cloud.httpUrl}/clock`)).text()).toBe('ticked')
    const code = `return (await cloud.callFunction({ name: 'clock' })).result`
    expect(await cloud.call('oAnna', 'run', { code })).toBe('ticked')
  })

  test('come from a file, and what is not a rule is one sentence that names it', () => {
    const file = join(cloud.functionsDir, 'rules.json')
    const write = (content: unknown) => writeFileSync(file, JSON.stringify(content))
    write({ '*': { invoke: 'auth != null' }, clock: { invoke: false } })
    expect(readFunctionRules(file)).toStrictEqual({
      '*': { invoke: 'auth != null' },
      clock: { invoke: false },
    })
    for (const wrong of [{ clock: { invoke: 'auth.openid == 1' } }, { clock: false }, []]) {
      write(wrong)
      expect(() => readFunctionRules(file)).toThrow(
        expect.objectContaining({ code: 'BAD_PROJECT', message: expect.stringMatching(/rules\.json/) }),
      )
    }
  })
})

describe('latency and faults', () => {
  let cloud: TestCloud
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const started = performance.now()
    await run()
    return performance.now() - started
  }
  const read = `return (await db.collection('things').limit(1).get()).data.length`

  beforeAll(async () => {
    cloud = await useCloud({
      functions: { run: RUN_ANYTHING, other: `exports.main = async () => 'other'` },
      collections: ['things'],
      httpFunctions: ['other'],
      recycleChance: 0,
    })
  })
  afterAll(() => cloud.dispose())

  // A delay is shown by what a call cannot be faster than; its absence by calls far below a long one.
  const LONG = 500
  const warm = async () => {
    await cloud.call('oAnna', 'run', { code: read })
    await cloud.call('oAnna', 'other')
  }

  test('a set latency lies between phone and function, and between function and database', async () => {
    cloud.setLatency({ callMs: 60, databaseMs: 90 })
    expect(await timed(() => cloud.call('oAnna', 'other'))).toBeGreaterThanOrEqual(59)
    expect(await timed(() => cloud.call('oAnna', 'run', { code: read }))).toBeGreaterThanOrEqual(149)
    cloud.setLatency({ callMs: LONG })
    cloud.setLatency({ callMs: 0 })
    expect(await timed(() => cloud.call('oAnna', 'run', { code: read }))).toBeGreaterThanOrEqual(89)
    cloud.setLatency({ databaseMs: 0 })
    expect(await timed(() => cloud.call('oAnna', 'other'))).toBeLessThan(LONG)
  })

  test('after a quiet time the first call waits for the cold start, the next does not', async () => {
    cloud.setLatency({ coldStartMs: LONG })
    await inject(cloud, 'cloud.coolDown')
    expect(await timed(() => cloud.call('oAnna', 'other'))).toBeGreaterThanOrEqual(LONG - 1)
    expect(await timed(() => cloud.call('oAnna', 'other'))).toBeLessThan(LONG)
    cloud.setLatency({ coldStartMs: 0 })
    await warm()
  })

  test('a slow function is slow until undone, and no other one', async () => {
    const undo = await inject(cloud, 'cloud.slow', { function: 'other', ms: LONG })
    expect(await timed(() => cloud.call('oAnna', 'other'))).toBeGreaterThanOrEqual(LONG - 1)
    expect(await timed(() => cloud.call('oAnna', 'run', { code: 'return 1' }))).toBeLessThan(LONG)
    await undo()
    await undo()
    expect(await timed(() => cloud.call('oAnna', 'other'))).toBeLessThan(LONG)
  })

  test('a failing function fails as often as asked, with the code asked for', async () => {
    await inject(cloud, 'cloud.fail', { function: 'other', times: 2, errCode: -404012 })
    expect(await errCodeOf(cloud.call('oAnna', 'run', { code: 'return 1' }))).toBe('fine')
    expect(await errCodeOf(cloud.call('oAnna', 'other'))).toBe(-404012)
    expect(await errCodeOf(cloud.call('oAnna', 'other'))).toBe(-404012)
    expect(await errCodeOf(cloud.call('oAnna', 'other'))).toBe('fine')

    const undo = await inject(cloud, 'cloud.fail')
    expect(await errCodeOf(cloud.call('oAnna', 'run', { code: 'return 1' }))).toBe(-501001)
    expect((await fetch(`${cloud.httpUrl}/other`)).status).toBe(500)
    await undo()
    expect(await errCodeOf(cloud.call('oAnna', 'other'))).toBe('fine')
  })

  test('a reset ends all faults', async () => {
    await inject(cloud, 'cloud.fail')
    cloud.setLatency({ callMs: 5_000 })
    await cloud.reset()
    expect(await errCodeOf(cloud.call('oAnna', 'other'))).toBe('fine')
  })

  test('counts what a bill would count', async () => {
    cloud.resetCounters()
    await cloud.call('oAnna', 'run', {
      code: `
        const things = db.collection('things')
        await things.add({ data: { _id: 'a', n: 1 } })
        await things.doc('a').update({ data: { n: _.inc(1) } })
        await things.doc('b').set({ data: { n: 1 } })
        await things.where({ n: 1 }).remove()
        await things.doc('a').get()
        await things.where({ n: 2 }).count()
        await things.aggregate().match({ n: 2 }).end()
        await things.get()
        await cloud.callFunction({ name: 'other' })`,
    })
    await cloud.database.find('things')
    expect(cloud.counters()).toStrictEqual({
      ...{ functionCalls: { run: 1, other: 1 }, dbReads: 4, dbWrites: 4 },
      ...{ dbByPerson: { oAnna: 8 }, instances: { run: 1, other: 1 } },
    })
    await fetch(`${cloud.httpUrl}/other`)
    expect(cloud.counters().functionCalls.other).toBe(2)
    cloud.resetCounters()
    expect(cloud.counters()).toStrictEqual({
      ...{ functionCalls: {}, dbReads: 0, dbWrites: 0 },
      ...{ dbByPerson: {}, instances: {} },
    })
  })

  test('a stop does not wait for a slow call', async () => {
    const short = await useCloud({ functions: { other: `exports.main = async () => 'other'` } })
    await inject(short, 'cloud.slow', { ms: 60_000 })
    const waiting = errCodeOf(short.call('oAnna', 'other'))
    expect(await timed(() => short.dispose())).toBeLessThan(5_000)
    expect(await waiting).toBe(-501001)
  })
})

describe("a person's files", () => {
  let cloud: TestCloud
  let now = 0
  const anna = { openid: 'oAnna' }
  const boris = { openid: 'oBoris' }
  const bytes = (text: string) => new TextEncoder().encode(text)
  const urlOf = async (fileID: string) => (await cloud.clientTempUrls(boris, [fileID]))[0]?.tempFileURL ?? ''

  beforeAll(async () => {
    cloud = await useCloud({
      functions: { run: RUN_ANYTHING },
      clock: { now: () => Date.now() + now },
    })
  })
  afterAll(() => cloud.dispose())

  test('are written by their creator and read by all, functions included', async () => {
    const fileID = await cloud.clientUpload(anna, 'covers/一.png', bytes('old'), 'image/png')
    await cloud.clientUpload(anna, 'covers/一.png', bytes('new'), 'image/png')
    const response = await fetch(await urlOf(fileID))
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(await response.text()).toBe('new')
    expect(await errCodeOf(cloud.clientUpload(boris, 'covers/一.png', bytes('mine')))).toBe(-503002)
    expect((await cloud.clientDelete(boris, [fileID]))[0]?.status).toBe(-503002)
    expect(
      await cloud.call('oBoris', 'run', {
        code: `return (await cloud.downloadFile({ fileID: event.fileID })).fileContent.toString()`,
        fileID,
      }),
    ).toBe('new')
    expect(await cloud.clientDelete(anna, [fileID])).toStrictEqual([{ fileID, status: 0, errMsg: 'ok' }])
    expect((await cloud.clientTempUrls(anna, [fileID]))[0]?.status).toBe(-503003)
  })

  test('keep their owner when the cloud starts again', async () => {
    await cloud.clientUpload(anna, 'kept.txt', bytes('x'))
    cloud = await cloud.restart()
    expect(await errCodeOf(cloud.clientUpload(boris, 'kept.txt', bytes('y')))).toBe(-503002)
    expect(await errCodeOf(cloud.clientUpload(anna, 'kept.txt', bytes('y')))).toBe('fine')
  })

  test('do not take the place of what a function wrote', async () => {
    await cloud.call('oAnna', 'run', {
      code: `return cloud.uploadFile({ cloudPath: 'report.txt', fileContent: Buffer.from('a') })`,
    })
    expect(await errCodeOf(cloud.clientUpload(anna, 'report.txt', bytes('b')))).toBe(-503002)
  })

  test('are refused with an odd path, too many at once, and never run as a page', async () => {
    expect(await errCodeOf(cloud.clientUpload(anna, '../a', bytes('x')))).toBe(-501007)
    await expect(cloud.clientUpload(anna, '/a', bytes('x'))).rejects.toMatchObject({
      errMsg: expect.stringMatching(/^cloud\.uploadFile:fail/),
    })
    const many = Array.from({ length: 51 }, (_, n) => `cloud://x/${n}`)
    expect(await errCodeOf(cloud.clientTempUrls(anna, many))).toBe(-501007)
    expect(await errCodeOf(cloud.clientDelete(anna, many))).toBe(-501007)
    const page = await cloud.clientUpload(anna, 'a.html', bytes('<script>1</script>'), 'text/html')
    expect((await fetch(await urlOf(page))).headers.get('content-type') ?? '').not.toMatch(/html/)
  })

  test('have addresses that end by the moved clock', async () => {
    const url = await urlOf(await cloud.clientUpload(anna, 'b.txt', bytes('x')))
    now = 3 * 3600_000
    try {
      expect((await fetch(url)).status).toBe(403)
    } finally {
      now = 0
    }
  })
})
