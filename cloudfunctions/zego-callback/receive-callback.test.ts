import assert from 'node:assert/strict'
import { aCallback, type CallbackInput } from '../lib/testing/a-callback'
import { aShop, inZego, OWNER, SHOPPER } from '../lib/testing/a-shop'
import { aShow } from '../lib/testing/a-show'

const SESSION = '18446744073709551615'
const STRANGER = 'a-stranger-of-24-letters'

/** A show whose stream events are posted as ZEGO would; `did` is what the function answers. */
async function aWatchedShow() {
  const show = await aShow()
  const { anchor, roomID, clock, post } = show
  const body = (event: string, stream = anchor, input: Partial<CallbackInput> = {}) =>
    aCallback({
      event,
      at: clock.now(),
      ...input,
      fields: {
        room_id: roomID,
        room_session_id: SESSION,
        user_id: stream.userID,
        stream_id: stream.streamID,
        ...input.fields,
      },
    })
  const send = async (text: string) => {
    const answer = await post(text)
    assert.ok('statusCode' in answer)
    const reply = JSON.parse(answer.body)
    return { status: answer.statusCode, did: reply.data?.did, code: reply.code }
  }
  const did = async (event: string, stream = anchor, input: Partial<CallbackInput> = {}) =>
    (await send(body(event, stream, input))).did
  return { ...show, body, send, did }
}

test('the anchor’s stream ends and comes again: the truth follows, and is announced', async () => {
  const { did, zego, roomID, anchor, truth, signals } = await aWatchedShow()
  zego.stops(roomID, anchor.streamID)
  expect(await did('stream_close')).toBe('away')
  expect((await truth()).awaySince).not.toBe(null)
  expect((await truth()).status).toBe('live')
  zego.publishes(roomID, anchor)
  expect(await did('stream_create')).toBe('back')
  expect(signals.sent.map(({ awaySince }) => awaySince === null)).toStrictEqual([false, true])
})

test('a callback is believed in nothing: what ZEGO does not confirm changes nothing', async () => {
  const { did, truth, signals, zego, roomID, anchor } = await aWatchedShow()
  const { rev } = await truth()
  await did('stream_close') // the stream is there
  await did('stream_create', { streamID: 'no-such-stream', userID: STRANGER })
  await did('stream_close', { streamID: 'no-such-stream', userID: STRANGER })
  expect(zego.rooms.get(roomID)).toStrictEqual([anchor])
  expect(zego.kicked).toStrictEqual([])
  expect((await truth()).rev).toBe(rev)
  expect(signals.sent).toStrictEqual([])
})

const INTRUDERS: [who: string, stream: (anchor: { streamID: string }) => object, kicked: boolean][] = [
  ['a stranger', () => ({ streamID: 'theirs', userID: STRANGER }), true],
  [
    'a shopper under the anchor’s stream name',
    ({ streamID }) => ({ streamID, userID: inZego(SHOPPER) }),
    true,
  ],
  ['the owner as a viewer', () => ({ streamID: 'mine', userID: inZego(OWNER) }), true],
  [
    'the anchor’s phone, under an old name',
    () => ({ streamID: 'old', userID: inZego(OWNER, 'anchor') }),
    false,
  ],
]

for (const [who, make, isKicked] of INTRUDERS) {
  test(`a stream of ${who} is deleted${isKicked ? ' and its maker put out' : ', the anchor stays'}`, async () => {
    const { did, zego, roomID, anchor, truth } = await aWatchedShow()
    const intruder = make(anchor) as { streamID: string; userID: string }
    zego.publishes(roomID, intruder)
    const { rev } = await truth()
    expect(await did('stream_create', intruder)).toBe('removed')
    expect(zego.deleted).toStrictEqual([{ roomID, ...intruder }])
    expect(zego.kicked).toStrictEqual(isKicked ? [{ roomID, userID: intruder.userID }] : [])
    expect((await truth()).rev).toBe(rev)
  })
}

test('a moment after a look ZEGO lists no streams: the anchor is still seen, a stranger’s callback has to come again', async () => {
  const { did, body, send, zego, roomID, anchor } = await aWatchedShow()
  zego.listIsClosed = true
  zego.stops(roomID, anchor.streamID)
  expect(await did('stream_close')).toBe('away')
  zego.publishes(roomID, anchor)
  expect(await did('stream_create')).toBe('back')

  const stranger = { streamID: 'theirs', userID: STRANGER }
  zego.publishes(roomID, stranger)
  const text = body('stream_create', stranger)
  expect(await send(text)).toStrictEqual({ status: 500, did: undefined, code: 'BUSY' })
  zego.listIsClosed = false
  expect((await send(text)).did).toBe('removed')
})

test('a stream in a room that is over goes, too, also the anchor’s own', async () => {
  const { did, ask, zego, roomID, anchor } = await aWatchedShow()
  await ask(OWNER, 'studio.end', { roomID })
  expect(await did('stream_create')).toBe('removed')
  expect(zego.deleted).toStrictEqual([{ roomID, ...anchor }])
  expect(zego.kicked).toStrictEqual([])
})

test('a callback twice, or with another body under the same signature, is answered and does nothing', async () => {
  const { body, send, zego, roomID, anchor, truth } = await aWatchedShow()
  const harmless = body('room_create', anchor, { nonce: 'seen-once' })
  expect(await send(harmless)).toStrictEqual({ status: 200, did: 'noted', code: undefined })
  const { rev } = await truth()
  const asked = zego.asked.length

  zego.stops(roomID, anchor.streamID)
  for (const event of ['room_create', 'stream_close', 'stream_create', 'room_close']) {
    const again = await send(body(event, anchor, { nonce: 'seen-once' }))
    expect(again).toStrictEqual({ status: 200, did: 'repeated', code: undefined })
  }
  expect((await truth()).rev).toBe(rev)
  expect(zego.asked).toHaveLength(asked)
})

test('five copies at once are one', async () => {
  const { body, send, zego, roomID, anchor, signals } = await aWatchedShow()
  zego.stops(roomID, anchor.streamID)
  const text = body('stream_close')
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(text)))
  expect(answers.map(({ did }) => did).sort()).toStrictEqual(['away', ...Array(4).fill('repeated')])
  expect(signals.sent).toHaveLength(1)
})

test('what failed at ZEGO is answered 500, and the repeated callback does it', async () => {
  const { body, send, zego, roomID, anchor, truth } = await aWatchedShow()
  zego.stops(roomID, anchor.streamID)
  zego.down = true
  const text = body('stream_close')
  expect(await send(text)).toStrictEqual({ status: 500, did: undefined, code: 'INTERNAL' })
  expect((await truth()).awaySince).toBeNull()
  zego.down = false
  expect((await send(text)).did).toBe('away')
})

test('of another session than the current one only what is newer counts, and then that one is current', async () => {
  const { did, zego, roomID, anchor, truth, clock } = await aWatchedShow()
  await did('room_create')
  zego.stops(roomID, anchor.streamID)
  const old = { fields: { room_session_id: '7' }, at: clock.now() - 60_000 }
  expect(await did('stream_close', anchor, old)).toBe('nothing')
  expect((await truth()).awaySince).toBeNull()

  const newer = { fields: { room_session_id: '8' }, at: clock.now() + 1_000 }
  expect(await did('stream_close', anchor, newer)).toBe('away')
  expect((await truth()).session?.id).toStrictEqual('8')
  zego.publishes(roomID, anchor)
  expect(await did('stream_create')).toBe('nothing') // of the session before
  expect(await did('stream_create', anchor, newer)).toBe('back')
})

test('a session number of 64 bits keeps its last digit, written as a number, too', async () => {
  const { post, truth, roomID, clock } = await aWatchedShow()
  const text = aCallback({ event: 'room_create', at: clock.now(), fields: { room_id: roomID } })
  await post(text.replace('{', `{"room_session_id": ${SESSION},`))
  expect((await truth()).session?.id).toBe(SESSION)
})

test('a body that is URL-encoded, or base64 of the platform, is read all the same', async () => {
  const { body, post, zego, roomID, anchor } = await aWatchedShow()
  zego.stops(roomID, anchor.streamID)
  const encoded = await post(encodeURIComponent(body('stream_close')))
  expect('body' in encoded ? encoded.body : '').toMatch(/"away"/)
  zego.publishes(roomID, anchor)
  const base64 = Buffer.from(body('stream_create')).toString('base64')
  const packed = await post(base64, { isBase64Encoded: true })
  expect('body' in packed ? packed.body : '').toMatch(/"back"/)
})

type Refused = [what: string, input: Partial<CallbackInput>, status: number]
const MINUTE = 60_000
const REFUSED: Refused[] = [
  ['signed with another secret', { secret: 'the ServerSecret, say' }, 403],
  ['for another app', { appid: '1' }, 403],
  ['older than five minutes', { at: 1_700_000_010_000 - 5 * MINUTE - 1_000 }, 403],
  ['from more than five minutes ahead', { at: 1_700_000_010_000 + 5 * MINUTE + 1_000 }, 403],
  ['with a signature of another length', { fields: { signature: 'ab' } }, 403],
  ['without a signature', { fields: { signature: undefined } }, 400],
  ['with an odd nonce', { nonce: "n' or 1" }, 400],
  ['without a room', { fields: { room_id: undefined } }, 400],
  ['with a room that is an operator', { fields: { room_id: { $ne: '' } } }, 400],
  ['with a session that is no number', { fields: { room_session_id: 'x' } }, 400],
]

for (const [what, input, status] of REFUSED) {
  test(`a callback ${what} is refused with ${status}`, async () => {
    const { body, send, zego, roomID, anchor, truth } = await aWatchedShow()
    zego.stops(roomID, anchor.streamID)
    const answer = await send(body('stream_close', anchor, input))
    expect(answer.status).toBe(status)
    expect((await truth()).awaySince).toBeNull()
    expect(zego.asked).toHaveLength(0)
  })
}

test('what is no callback at all is refused', async () => {
  const { post } = await aWatchedShow()
  for (const [text, event] of [
    ['', {}],
    ['{', {}],
    ['[]', {}],
    ['%', {}],
    ['x'.repeat(65 * 1024), {}],
    ['{}', { httpMethod: 'GET' }],
  ] as const) {
    const answer = await post(text, event)
    assert.equal('statusCode' in answer ? answer.statusCode : 0, 400, text.slice(0, 10))
  }
})

test('what does not concern us costs no question to ZEGO', async () => {
  const { did, zego } = await aWatchedShow()
  for (const event of ['room_login', 'room_logout', 'room_close', 'stream_create']) await did(event)
  await did('stream_close', undefined, { fields: { room_id: 'nowhere' } })
  await did('stream_close', { streamID: 'theirs', userID: STRANGER })
  expect(zego.asked).toHaveLength(0)
})

test('a person who calls it is refused, whatever the event looks like', async () => {
  const { body, post, zego, roomID, anchor, truth } = await aWatchedShow()
  zego.stops(roomID, anchor.streamID)
  const text = body('stream_close')
  for (const openid of [OWNER, SHOPPER]) {
    const reply = await post(text, {}, { WX_OPENID: openid, TCB_SOURCE: 'wx_client' })
    assert.ok('ok' in reply && !reply.ok && reply.code === 'FORBIDDEN')
  }
  expect((await truth()).awaySince).toBeNull()
  expect(JSON.stringify(await post(text))).toMatch(/away/)
})

test('without a secret every callback is our fault, and the log names the variable', async () => {
  const shop = aShop({ callbackSecret: null })
  const answer = await shop.post(aCallback({ event: 'room_create', at: shop.clock.now() }))
  expect('statusCode' in answer ? answer.statusCode : 0).toBe(500)
  expect(shop.log.at(-1)?.variables).toBe('ZEGO_CALLBACK_SECRET')
})
