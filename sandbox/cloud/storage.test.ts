import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

/** Files through the unmodified wx-server-sdk in a real worker. */
describe('cloud storage', () => {
  let cloud: TestCloud
  let now = 0
  const run = <T = unknown>(code: string): Promise<T> => cloud.call<T>('oAnna', 'run', { code })
  const upload = (path: string, text: string): Promise<{ fileID: string; url: string }> =>
    run(`
      const { fileID } = await cloud.uploadFile({ cloudPath: ${JSON.stringify(path)}, fileContent: Buffer.from(${JSON.stringify(text)}) })
      return { fileID, url: (await cloud.getTempFileURL({ fileList: [fileID] })).fileList[0].tempFileURL }`)

  beforeAll(async () => {
    cloud = await useCloud({
      functions: { run: RUN_ANYTHING },
      deployment: { run: { timeout: 10 } },
      clock: { now: () => Date.now() + now },
    })
  })
  afterAll(() => cloud.dispose())

  test('gives back what a function put in, also under a Chinese name, and the newest of two', async () => {
    await upload('cover/直播 1.txt', 'old')
    const { fileID, url } = await upload('cover/直播 1.txt', 'héllo')
    expect(fileID).toMatch(/^cloud:\/\/test-env\.[^/]+\/cover\/直播 1\.txt$/)
    expect(await (await fetch(url)).text()).toBe('héllo')
    expect(
      await run(
        `return (await cloud.downloadFile({ fileID: ${JSON.stringify(fileID)} })).fileContent.toString()`,
      ),
    ).toBe('héllo')
  })

  test('says for each file whether it is there, and removes it', async () => {
    const { fileID, url } = await upload('gone.txt', 'x')
    const answers = await run<number[]>(`
      const fileList = [${JSON.stringify(fileID)}, 'cloud://test-env.sandbox-test-env/none', 'cloud://other.b/gone.txt']
      const statuses = (answer) => answer.fileList.map(({ status }) => status)
      return [...statuses(await cloud.getTempFileURL({ fileList })), ...statuses(await cloud.deleteFile({ fileList })), ...statuses(await cloud.getTempFileURL({ fileList }))]`)
    const missing = -503003
    expect(answers).toStrictEqual([0, missing, missing, 0, missing, missing, missing, missing, missing])
    expect((await fetch(url)).status).toBe(404)
  })

  test('serves no address that was changed or has run out', async () => {
    const { url } = await upload('a.txt', 'a')
    await upload('b.txt', 'b')
    expect((await fetch(url.replace('a.txt', 'b.txt'))).status).toBe(403)
    expect((await fetch(url.replace(/sign=../, 'sign=zz'))).status).toBe(403)
    now = 3 * 3600_000
    try {
      expect((await fetch(url)).status).toBe(403)
    } finally {
      now = 0
    }
  })

  test('takes an upload only with its own authorization, and no odd path', async () => {
    const origin = new URL((await upload('c.txt', 'c')).url).origin
    const stranger = await fetch(`${origin}/upload`, {
      method: 'PUT',
      headers: { authorization: 'guess' },
      body: null,
    })
    expect(stranger.status).toBe(403)
    expect(
      (await fetch(`${origin}/upload`, { method: 'PUT', headers: { origin: 'http://evil.example' } })).status,
    ).toBe(403)
    for (const path of ['/a', 'a//b', '../a', 'a/../../b', 'x'.repeat(851)]) {
      await expect(upload(path, 'x')).rejects.toThrow(/invalid cloudPath/)
    }
  })

  test('is empty after a reset', async () => {
    const { url } = await upload('d.txt', 'd')
    await cloud.reset()
    expect((await fetch(url)).status).toBe(404)
  })
})

test('the files of the seed lie in cloud storage at the start and again after a reset', async () => {
  const cloud = await useCloud({
    functions: { run: RUN_ANYTHING },
    seedFiles: () => [{ cloudPath: 'goods/cup.txt', content: new TextEncoder().encode('a cup') }],
  })
  const fileID = 'cloud://test-env.sandbox-test-env/goods/cup.txt'
  const read = () =>
    cloud.call('oAnna', 'run', {
      code: `return (await cloud.downloadFile({ fileID: ${JSON.stringify(fileID)} })).fileContent.toString()`,
    })
  try {
    expect(await read()).toBe('a cup')
    await cloud.reset()
    expect(await read()).toBe('a cup')
  } finally {
    await cloud.dispose()
  }
})
