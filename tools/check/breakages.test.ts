import { cpSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ScriptCache } from '../../sandbox/phone/compiler/script-cache.ts'
import { sampled } from '../../test/journeys/sampled.ts'
import { runTool } from '../lib/run-tool.mjs'
import { hasWeChatCompiler, startWeChatCompiler } from '../lib/wechat-compiler.mjs'
import { copyForWeChat } from '../lib/wechat-project.mjs'
import { setMedia } from '../media.mjs'
import { checkApp, compileProblems } from './app.mjs'
import { BREAKAGES, type Breakage, BrokenApp } from './testing/breakages.ts'

// Each way to break an app is refused by `npm run check`, and by WeChat's own compiler where that sees it, in words
// that name the file and the cause.

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** For the check of types alone. */
const TYPES = ['tsconfig.json', 'tsconfig.base.json', 'typings']

/** A fresh copy for each: WeChat's compiler remembers what it has read of a folder. */
async function judged<T>(change: Breakage['change'], judge: (root: string) => Promise<T>): Promise<T> {
  const copy = copyForWeChat(ROOT, { quick: true })
  try {
    for (const path of TYPES) cpSync(join(ROOT, path), join(copy.root, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy.root, 'node_modules'), 'junction')
    change(new BrokenApp(copy.appRoot))
    return await judge(copy.root)
  } finally {
    copy.remove()
  }
}

describe('npm run check', () => {
  test('takes the app as it is', async () => {
    expect(await checkApp(ROOT)).toStrictEqual([])
  })

  test("takes the app with ZEGO's plugin", async () => {
    const plugin = (app: BrokenApp) => void setMedia(app.root, 'plugin')
    expect(await judged(plugin, checkApp)).toStrictEqual([])
  })

  const cache = new ScriptCache()
  const CHECKS = {
    app: (root: string) => checkApp(root, cache),
    sandbox: (root: string) => compileProblems(root, cache),
    types: (root: string) => runTool('tsc', ['-p', 'tsconfig.json'], root),
  }
  for (const row of BREAKAGES) {
    // What WeChat's compiler refuses already stops the sandbox.
    const by = row.by ?? (row.wechat ? 'sandbox' : 'app')
    test(`refuses ${row.name}`, async () => {
      expect((await judged(row.change, CHECKS[by])).join('\n')).toMatch(row.check)
    })
  }
})

const hasCompiler = hasWeChatCompiler()
const testWithCompiler = hasCompiler ? test : test.skip
const why = hasCompiler ? '' : ' (it is not installed here: npm run check:wechat)'

describe("WeChat's compiler", () => {
  let compiler: Awaited<ReturnType<typeof startWeChatCompiler>>
  beforeAll(async () => {
    if (hasCompiler) compiler = await startWeChatCompiler()
  })
  afterAll(() => compiler?.close())

  testWithCompiler(`takes the app as it is${why}`, async () => {
    const { refused, files } = await judged(() => {}, compiler.compile)
    expect(refused).toBeUndefined()
    expect(Object.keys(files ?? {})).toContain('app.js')
  })

  for (const row of sampled(BREAKAGES.filter(({ wechat }) => wechat))) {
    testWithCompiler(`refuses ${row.name}${why}`, async () => {
      const { refused } = await judged(row.change, compiler.compile)
      expect(refused?.message).toMatch(row.wechat ?? /never/)
    })
  }
})
