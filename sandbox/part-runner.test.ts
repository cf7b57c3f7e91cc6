import { waitFor } from '../test/support/wait-for.ts'
import { inOrder, rowsOf, startParts } from './part-runner.ts'

interface Part {
  readonly name: string
  beforeReset?(): void
  reset(): void
  stop(): void
}

interface Handles {
  readonly shop: Part
  readonly stock: Part
  readonly sales: Part | null
}

interface Base {
  readonly happened: string[]
  readonly broken?: keyof Handles
  /** The stock starts only then. */
  readonly delivered?: Promise<void>
}

function part(name: keyof Handles, { happened, broken }: Base): Part {
  if (name === broken) throw new Error(`${name} does not start`)
  happened.push(`${name} starts`)
  return {
    name,
    reset: () => void happened.push(`${name} is reset`),
    stop: () => void happened.push(`${name} stops`),
  }
}

const row = rowsOf<Handles, Base>()
const TABLE = [
  row({ name: 'sales', needs: ['stock', 'shop'], start: (_, base) => part('sales', base) }),
  row({
    name: 'stock',
    needs: ['shop'],
    async start({ shop }, base) {
      await base.delivered
      base.happened.push(`stock meets ${shop.name}`)
      return part('stock', base)
    },
  }),
  row({
    name: 'shop',
    needs: [],
    later: ['stock', 'sales'],
    start(_, base, later) {
      const hear = (name: 'stock' | 'sales') =>
        later[name]().then(
          (handle) => base.happened.push(`shop meets ${handle?.name ?? `no ${name}`}`),
          (error: Error) => base.happened.push(`${name}: ${error.message}`),
        )
      void hear('stock')
      void hear('sales')
      return {
        ...part('shop', base),
        beforeReset: () => void base.happened.push('shop is about to be reset'),
      }
    },
  }),
]

const starts = ['shop starts', 'stock meets shop', 'stock starts']

test('parts start after those that they need, are reset in that order and stop in reverse, once', async () => {
  const happened: string[] = []
  const { handles, reset, stop } = await startParts<Handles, Base>(TABLE, { happened })
  expect(happened.filter((line) => !line.startsWith('shop meets'))).toStrictEqual([...starts, 'sales starts'])
  expect(Object.values(handles).map((handle) => handle?.name)).toStrictEqual(['shop', 'stock', 'sales'])
  await waitFor(() => happened.includes('shop meets sales'), { what: 'the shop to meet the sales' })
  happened.length = 0
  await reset()
  expect(happened).toStrictEqual([
    'shop is about to be reset',
    'shop is reset',
    'stock is reset',
    'sales is reset',
  ])
  happened.length = 0
  await Promise.all([stop(), stop()])
  await stop()
  expect(happened).toStrictEqual(['sales stops', 'stock stops', 'shop stops'])
})

test('a part that fails takes the others down, and who waits for it hears so', async () => {
  const happened: string[] = []
  await expect(startParts<Handles, Base>(TABLE, { happened, broken: 'sales' })).rejects.toThrow(
    'sales does not start',
  )
  expect(happened.filter((line) => !line.includes('meets'))).toStrictEqual([
    'shop starts',
    'stock starts',
    'stock stops',
    'sales: the sandbox has stopped',
    'shop stops',
  ])
})

test('one part alone starts with those that it needs; the rest is not there', async () => {
  const happened: string[] = []
  const { handles, stop } = await startParts<Handles, Base>(TABLE, { happened }, 'stock')
  expect(Object.keys(handles)).toStrictEqual(['shop', 'stock'])
  await waitFor(() => happened.includes('shop meets no sales'), { what: 'the shop to hear of no sales' })
  await stop()
})

test('who is met later is waited for', async () => {
  const happened: string[] = []
  let deliver = () => {}
  const delivered = new Promise<void>((resolve) => {
    deliver = resolve
  })
  const starting = startParts<Handles, Base>(TABLE, { happened, delivered })
  await waitFor(() => happened.includes('shop starts'), { what: 'the shop' })
  expect(happened).not.toContain('shop meets stock')
  deliver()
  const { stop } = await starting
  await waitFor(() => happened.includes('shop meets stock'), { what: 'the shop to meet the stock' })
  await stop()
})

test('a circle of needs and a need that is not there are refused', () => {
  expect(() =>
    inOrder([
      { name: 'a', needs: ['b'] },
      { name: 'b', needs: ['a'] },
    ]),
  ).toThrow('parts that need each other: a → b → a')
  expect(() => inOrder([{ name: 'a', needs: ['c'] }])).toThrow('there is no part a → c')
})
