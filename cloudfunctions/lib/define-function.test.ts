import assert from 'node:assert/strict'
import { AppError } from '../../miniprogram/domain/errors'
import { ConfigError } from './config'
import { defineFunction } from './define-function'
import type { LogEntry } from './log'

const OPENID = 'oCaller'
const SECRET = 'the secret of this test'
const CONTEXT = { environment: JSON.stringify({ WX_OPENID: OPENID }), request_id: 'platform-1' }
const ASK = { action: 'room.list' }

function aFunction(list: () => Promise<never>) {
  const log: LogEntry[] = []
  const main = defineFunction<'room.list'>(
    {
      wxContext: () => ({ OPENID }),
      log: (entry) => log.push(entry),
      newRequestID: () => 'own-1',
      secrets: [SECRET],
    },
    () => ({ 'room.list': list }),
  )
  return { main, log }
}

test('an unexpected error is answered as INTERNAL and logged with the request, without openid and secret', async () => {
  const { main, log } = aFunction(async () => {
    throw new Error(`E11000 duplicate key { openSlot: "${OPENID}" } ${SECRET}`)
  })
  const reply = await main(ASK, CONTEXT)
  expect(reply).toStrictEqual({ ok: false, code: 'INTERNAL', message: '我们这边出了点问题，稍后再试' })
  expect(log).toHaveLength(1)
  expect({ ...log[0], error: '' }).toStrictEqual({
    event: 'call-failed',
    code: 'INTERNAL',
    requestID: 'platform-1',
    error: '',
  })
  expect(String(log[0]?.error)).toMatch(/E11000 duplicate key \{ openSlot: "\*\*\*" \} \*\*\*/)
})

test('without a request ID of the platform the log gets one of ours', async () => {
  const { main, log } = aFunction(async () => {
    throw 'a text instead of an error'
  })
  await main(ASK, { environment: CONTEXT.environment })
  expect(log[0]?.requestID).toBe('own-1')
})

test('what the person can act on is answered and not logged; what is ours is both', async () => {
  for (const [code, lines] of [
    ['ROOM_ENDED', 0],
    ['BUSY', 1],
  ] as const) {
    const { main, log } = aFunction(async () => {
      throw new AppError(code, { private: OPENID })
    })
    const reply = await main(ASK, CONTEXT)
    assert.ok(!reply.ok && reply.code === code)
    expect(Object.keys(reply)).toStrictEqual(['ok', 'code', 'message'])
    expect(log).toHaveLength(lines)
  }
})

test('a code that is not one of ours is never passed on', async () => {
  const { main } = aFunction(async () => {
    throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  })
  expect(await main(ASK, CONTEXT)).toStrictEqual({
    ok: false,
    code: 'INTERNAL',
    message: '我们这边出了点问题，稍后再试',
  })
})

test('a function without its environment variables answers INTERNAL and names them in the log', async () => {
  const log: LogEntry[] = []
  const main = defineFunction<'room.list'>(
    { wxContext: () => ({}), log: (entry) => log.push(entry), newRequestID: () => 'own-1', secrets: [] },
    () => {
      throw new ConfigError(['USER_ID_SECRET', 'ZEGO_APP_ID'])
    },
  )
  const reply = await main(ASK, CONTEXT)
  assert.ok(!reply.ok && reply.code === 'INTERNAL')
  expect(log[0]?.variables).toBe('USER_ID_SECRET,ZEGO_APP_ID')
})
