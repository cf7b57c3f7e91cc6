import { writeFileSync } from 'node:fs'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const cleanUp = useCleanUp()

const { openPhone } = usePhones()

const FILES = {
  'app.json': { pages: ['a', 'b'] },
  'app.js': 'App({ record: [] })',
  'a.wxml': '<view>首页</view>',
  'a.js': 'Page({})',
  'b.wxml': '<view id="b">旧 {{q}}</view>',
  'b.js': 'Page({ onLoad({ q }) { this.setData({ q }) } })',
}

test('saving a file shows the page that was shown, with its query, as it is now written', async () => {
  const project = tempProject(FILES)
  const own = await startFixture(project.root, { watch: true })
  cleanUp(async () => {
    await own.stop()
    project.remove()
  })
  const { page, run } = await openPhone({ on: own })
  await run(`(await wx.navigateTo({ url: '/b?q=1' }), 0)`)
  await page.getByText('旧 1').waitFor()

  writeFileSync(`${project.root}/b.wxml`, '<view id="b">新 {{q}}</view>')
  await page.getByText('新 1').waitFor()
  await waitFor(() => own.phone.reloads().length === 1, { what: 'the report of the reload' })
  expect(own.phone.reloads()[0]?.files).toStrictEqual(['b.wxml'])
  expect(own.terminal.at(-1) ?? '').toMatch(/^reloaded after b\.wxml was saved: \d+ ms/)

  writeFileSync(`${project.root}/b.wxml`, '<view>{{ a b }}</view>')
  await page.getByText('小程序无法启动').waitFor()
  writeFileSync(`${project.root}/b.wxml`, '<view id="b">又好了 {{q}}</view>')
  await page.getByText('又好了 1').waitFor()
})
