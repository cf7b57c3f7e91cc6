import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { Awake, SUSPEND_AFTER_MS } from './awake.ts'

type Timers = Record<'setTimeout' | 'setInterval', (run: () => void, ms: number) => number> &
  Record<'clearTimeout' | 'clearInterval', (number: number) => void>

/** An app on a clock that the test moves. */
function start(t: { after(end: () => void): void }) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  t.after(() => mock.timers.reset())
  const awake = new Awake()
  const happened: string[] = []
  return { awake, happened, timers: awake.timers as Timers, pass: (ms: number) => mock.timers.tick(ms) }
}

test('in the background code goes on for five seconds, then what comes waits in order until the app is back', (t) => {
  const { awake, happened, timers, pass } = start(t)
  awake.leave()
  timers.setTimeout(() => happened.push('a timer of the first seconds'), 4_000)
  timers.setTimeout(() => happened.push('a timer of later'), 60_000)
  pass(SUSPEND_AFTER_MS)
  assert.deepEqual([awake.isSuspended(), happened], [true, ['a timer of the first seconds']])
  awake.run(() => happened.push('an answer'))
  pass(60_000)
  assert.deepEqual(happened, ['a timer of the first seconds'])
  awake.comeBack()
  assert.deepEqual(happened, ['a timer of the first seconds'], 'each in a task of its own')
  pass(1)
  pass(1)
  assert.deepEqual(happened.slice(1), ['an answer', 'a timer of later'])
  awake.run(() => happened.push('at once'))
  assert.equal(happened.at(-1), 'at once')
})

test('a beat of a suspended clock waits once, however many were missed', (t) => {
  const { awake, happened, timers, pass } = start(t)
  const beat = timers.setInterval(() => happened.push('beat'), 1_000)
  awake.leave()
  pass(SUSPEND_AFTER_MS)
  const before = happened.length
  pass(30_000)
  awake.comeBack()
  pass(1)
  assert.equal(happened.length, before + 1)
  timers.clearInterval(beat)
  pass(10_000)
  assert.equal(happened.length, before + 1)
})

test('who comes back within five seconds was never suspended', (t) => {
  const { awake, pass } = start(t)
  awake.leave()
  pass(SUSPEND_AFTER_MS - 1)
  awake.comeBack()
  pass(SUSPEND_AFTER_MS)
  assert.deepEqual([awake.isSuspended(), awake.isInBackground()], [false, false])
})

test('a timer that was cleared while it waited does not run', (t) => {
  const { awake, happened, timers, pass } = start(t)
  awake.leave()
  pass(SUSPEND_AFTER_MS)
  const number = timers.setTimeout(() => happened.push('cleared'), 10)
  pass(10)
  timers.clearTimeout(number)
  awake.comeBack()
  pass(10)
  assert.deepEqual(happened, [])
})

test('an error of app code in a timer does not keep the next one from running', (t) => {
  const { awake, happened, pass } = start(t)
  awake.leave()
  pass(SUSPEND_AFTER_MS)
  awake.run(() => {
    throw new Error('of the app')
  })
  awake.run(() => happened.push('the next one'))
  awake.comeBack()
  assert.throws(() => pass(1), /of the app/)
  pass(1)
  assert.deepEqual(happened, ['the next one'])
})
