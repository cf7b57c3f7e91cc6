import assert from 'node:assert/strict'
import { useCleanUp } from '../../../test/support/clean-up.ts'
import { AppSuspension, SUSPEND_AFTER_MS } from './app-suspension.ts'

const cleanUp = useCleanUp()

type Timers = Record<'setTimeout' | 'setInterval', (run: () => void, ms: number) => number> &
  Record<'clearTimeout' | 'clearInterval', (number: number) => void>

/** An app on a clock that the test moves. */
function start() {
  jest.useFakeTimers()
  cleanUp(() => jest.useRealTimers())
  const suspension = new AppSuspension()
  const happened: string[] = []
  return {
    suspension,
    happened,
    timers: suspension.timers as Timers,
    pass: (ms: number) => jest.advanceTimersByTime(ms),
  }
}

test('in the background code goes on for five seconds, then what comes waits in order until the app is back', () => {
  const { suspension, happened, timers, pass } = start()
  suspension.enterBackground()
  timers.setTimeout(() => happened.push('a timer of the first seconds'), 4_000)
  timers.setTimeout(() => happened.push('a timer of later'), 60_000)
  pass(SUSPEND_AFTER_MS)
  expect([suspension.isSuspended(), happened]).toStrictEqual([true, ['a timer of the first seconds']])
  suspension.run(() => happened.push('an answer'))
  pass(60_000)
  expect(happened).toStrictEqual(['a timer of the first seconds'])
  suspension.resume()
  assert.deepEqual(happened, ['a timer of the first seconds'], 'each in a task of its own')
  pass(1)
  pass(1)
  expect(happened.slice(1)).toStrictEqual(['an answer', 'a timer of later'])
  suspension.run(() => happened.push('at once'))
  expect(happened.at(-1)).toBe('at once')
})

test('a beat of a suspended clock waits once, however many were missed', () => {
  const { suspension, happened, timers, pass } = start()
  const beat = timers.setInterval(() => happened.push('beat'), 1_000)
  suspension.enterBackground()
  pass(SUSPEND_AFTER_MS)
  const before = happened.length
  pass(30_000)
  suspension.resume()
  pass(1)
  expect(happened).toHaveLength(before + 1)
  timers.clearInterval(beat)
  pass(10_000)
  expect(happened).toHaveLength(before + 1)
})

test('who comes back within five seconds was never suspended', () => {
  const { suspension, pass } = start()
  suspension.enterBackground()
  pass(SUSPEND_AFTER_MS - 1)
  suspension.resume()
  pass(SUSPEND_AFTER_MS)
  expect([suspension.isSuspended(), suspension.isInBackground()]).toStrictEqual([false, false])
})

test('a timer that was cleared while it waited does not run', () => {
  const { suspension, happened, timers, pass } = start()
  suspension.enterBackground()
  pass(SUSPEND_AFTER_MS)
  const number = timers.setTimeout(() => happened.push('cleared'), 10)
  pass(10)
  timers.clearTimeout(number)
  suspension.resume()
  pass(10)
  expect(happened).toStrictEqual([])
})

test('an error of app code in a timer does not keep the next one from running', () => {
  const { suspension, happened, pass } = start()
  suspension.enterBackground()
  pass(SUSPEND_AFTER_MS)
  suspension.run(() => {
    throw new Error('of the app')
  })
  suspension.run(() => happened.push('the next one'))
  suspension.resume()
  expect(() => pass(1)).toThrow(/of the app/)
  pass(1)
  expect(happened).toStrictEqual(['the next one'])
})
