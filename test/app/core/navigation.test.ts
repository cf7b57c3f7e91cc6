interface Navigation {
  readonly PAGES_MAX: number
  openPage(url: string): void
  goBack(): void
}

// By address: the module speaks with WeChat's globals, which this program has no types of.
const address = new URL('../../../miniprogram/core/navigation.ts', import.meta.url)
const { goBack, openPage, PAGES_MAX }: Navigation = await import(address.href)

/** WeChat's page stack, as far as navigation asks for it. */
let done: string[]
let pages: number
let complete: () => void

beforeEach(() => {
  done = []
  pages = 1
  complete = () => {}
  const note =
    (what: string) =>
    ({ url = '', complete: end = () => {} }: { url?: string; complete?: () => void } = {}) => {
      done.push(`${what} ${url}`.trim())
      complete = end
    }
  Object.assign(globalThis, {
    getCurrentPages: () => Array.from({ length: pages }),
    wx: {
      navigateTo: note('navigateTo'),
      redirectTo: note('redirectTo'),
      navigateBack: note('navigateBack'),
      reLaunch: note('reLaunch'),
    },
  })
})

afterEach(() => complete())

test('a page opens over the shown one, once, however often it is tapped', () => {
  openPage('/a')
  openPage('/a')
  expect(done).toStrictEqual(['navigateTo /a'])
  complete()
  openPage('/b')
  expect(done).toStrictEqual(['navigateTo /a', 'navigateTo /b'])
})

test('on a full stack a page takes the place of the shown one', () => {
  pages = PAGES_MAX
  openPage('/a')
  expect(done).toStrictEqual(['redirectTo /a'])
})

test('back is the page below, or home when there is none', () => {
  pages = 2
  goBack()
  pages = 1
  goBack()
  expect(done).toStrictEqual(['navigateBack', 'reLaunch /pages/home/home'])
})
