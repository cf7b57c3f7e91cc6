import { warnOfLimits } from './limits'
import type { LogEntry } from './log'

function warnings(...contexts: unknown[]): LogEntry[] {
  const entries: LogEntry[] = []
  const log = (entry: LogEntry) => void entries.push(entry)
  for (const context of contexts) warnOfLimits(log, context)
  return entries
}

const SHOP = { function_name: 'shop', time_limit_in_ms: 20_000, memory_limit_in_mb: 256 }

test('a function that gets what it needs says nothing', () => {
  expect(warnings(SHOP)).toStrictEqual([])
})

test('a function that the platform cuts off too early says so, once an instance', () => {
  const short = { ...SHOP, time_limit_in_ms: 3_000 }
  expect(warnings(short, short)).toStrictEqual([
    { event: 'limit-too-small', limit: 'timeout', has: 3, needs: 20 },
  ])
})

test('so does one with too little memory', () => {
  expect(warnings({ ...SHOP, memory_limit_in_mb: 128 })).toStrictEqual([
    { event: 'limit-too-small', limit: 'memory', has: 128, needs: 256 },
  ])
})

test('where the platform says nothing, nothing is said', () => {
  expect(
    warnings(undefined, null, {}, { function_name: 'toString' }, { function_name: 'shop' }),
  ).toStrictEqual([])
})
