import { fileURLToPath } from 'node:url'
import { packageSizes, sumByPackage } from '../../tools/lib/package-size.mjs'
import { hasWeChatCompiler } from '../../tools/lib/wechat-compiler.mjs'
import { RUNS_WHOLE } from '../journeys/sampled.ts'
import { wechatSizes } from './package-size.ts'

const APP = fileURLToPath(new URL('../../miniprogram', import.meta.url))

test('a file counts for the sub-package whose folder it lies in, every other for the main package', () => {
  const app = { pages: ['a/a'], subPackages: [{ root: '/live/', pages: [] }] }
  expect(sumByPackage(app, { 'app.js': 1, 'live/a.js': 2, 'lively/b.js': 4 })).toStrictEqual({
    '': 5,
    live: 2,
  })
})

test('every package of the app has a size', () => {
  const { sizes } = packageSizes(APP)
  expect(Object.keys(sizes)).toContain('rtc')
  for (const bytes of Object.values(sizes)) expect(bytes).toBeGreaterThan(0)
})

// Babel takes a quarter of a minute: with the whole matrices.
if (RUNS_WHOLE) {
  const compare = hasWeChatCompiler() ? test : test.skip
  compare(
    "the estimate is within 5 % of WeChat's compiler (not installed: npm run check:wechat)",
    async () => {
      const estimate = packageSizes(APP).sizes
      for (const [root, bytes] of Object.entries((await wechatSizes()) ?? {})) {
        const ratio = (estimate[root] ?? 0) / bytes
        expect([root, Math.abs(ratio - 1) < 0.05 ? 'within 5 %' : ratio]).toStrictEqual([root, 'within 5 %'])
      }
    },
  )
}
