/**
 * The functions as they are uploaded: built, in workers, with the real wx-server-sdk against the sandbox's cloud. What
 * they decide is tested in memory (cloudfunctions/lib/show.test.ts, doors.test.ts); here is proved that identity,
 * database and announcements hold outside of memory, too.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import indexes from '../../cloudfunctions/database/indexes.json' with { type: 'json' }
import type { ActionName, Actions } from '../../cloudfunctions/lib/define-action.ts'
import { readToken04 } from '../../cloudfunctions/lib/testing/read-token04.ts'
import type { Reply } from '../../miniprogram/domain/api/reply.ts'
import type { TokenGrant } from '../../miniprogram/domain/api/token.ts'
import { parseSignal } from '../../miniprogram/domain/signal.ts'
import { type CloudHandle, startCloud } from '../../sandbox/cloud/cloud.ts'
import { createFence } from '../../sandbox/web/fence.ts'
import { checkPublish, verifyToken04 } from '../../sandbox/zego/token04.ts'
// @ts-expect-error a tool in plain JavaScript
import { buildFunctions } from '../../tools/build-functions.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const APP_ID = '1000000001'
const SERVER_SECRET = 'fa94dd0f974cf2e293728a526b028271'
const OWNER = 'oOwner0000000000000000000000'
const SHOPPER = 'oShopper00000000000000000000'
const OTHER = 'oOther0000000000000000000000'

let cloud: CloudHandle
let dataDir: string
const announced: URLSearchParams[] = []
const logged: string[] = []

const zego = createServer((request, response) => {
  announced.push(new URL(request.url ?? '/', 'http://zego').searchParams)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ Code: 0, Message: 'success', RequestId: '1', Data: { MessageId: '1' } }))
})

before(async () => {
  await buildFunctions(root)
  await new Promise<void>((resolve) => zego.listen(0, '127.0.0.1', resolve))
  dataDir = await mkdtemp(join(tmpdir(), 'functions-test-'))
  cloud = await startCloud(
    {
      clock: { now: () => Date.now() },
      log: (line, detail) => logged.push(`${line} ${JSON.stringify(detail)}`),
      dataDir,
      fence: createFence(() => false),
    },
    {
      appid: 'wx0000000000000000',
      envId: 'test-env',
      functionsDir: join(root, 'dist/cloudfunctions'),
      functionEnv: () => ({
        ZEGO_APP_ID: APP_ID,
        ZEGO_SERVER_SECRET: SERVER_SECRET,
        ZEGO_SERVER_API: `http://127.0.0.1:${(zego.address() as AddressInfo).port}`,
        USER_ID_SECRET: 'a secret of this test alone',
      }),
      indexes,
      seed: [{ collection: 'members', doc: { _id: 'owner', openid: OWNER, role: 'owner', name: '阿禾' } }],
    },
  )
})

after(async () => {
  await cloud?.stop()
  await new Promise((resolve) => zego.close(resolve))
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

async function call<Name extends ActionName>(
  openid: string,
  action: Name,
  fields: Actions[Name]['request'],
): Promise<Reply<Actions[Name]['data']>> {
  const [functionName = ''] = action.split('.')
  const { result } = await cloud.callFunction({ openid }, functionName, { action, ...fields })
  return result as Reply<Actions[Name]['data']>
}

async function ask<Name extends ActionName>(
  openid: string,
  action: Name,
  fields: Actions[Name]['request'],
): Promise<Actions[Name]['data']> {
  const reply = await call(openid, action, fields)
  if (!reply.ok) throw new Error(`${action}: ${reply.code}; ${logged.slice(-3).join('\n')}`)
  return reply.data
}

const claimsOf = ({ token }: TokenGrant) => readToken04(token, SERVER_SECRET).claims

async function freshShop() {
  await cloud.reset()
  announced.length = 0
  logged.length = 0
}

test('a show is created, started, entered and ended, and its end is announced', async () => {
  await freshShop()
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const started = await ask(OWNER, 'studio.start', { roomID })
  const listed = await ask(SHOPPER, 'room.list', {})
  assert.deepEqual(
    listed.rooms.map(({ roomID, status, anchorName }) => ({ roomID, status, anchorName })),
    [{ roomID, status: 'live', anchorName: '阿禾' }],
  )
  const entered = await ask(SHOPPER, 'room.enter', { roomID })
  assert.equal(entered.room.streamID, started.room.streamID)
  assert.ok(entered.grant)
  const ended = await ask(OWNER, 'studio.end', { roomID })
  const over = await ask(SHOPPER, 'room.enter', { roomID })
  assert.deepEqual({ ...over.room, serverTime: 0 }, { ...ended.room, serverTime: 0 })
  assert.equal(over.grant, null)
  assert.deepEqual((await ask(SHOPPER, 'room.list', {})).rooms, [])

  assert.equal(announced.length, 2)
  for (const query of announced) {
    const text = APP_ID + query.get('SignatureNonce') + SERVER_SECRET + query.get('Timestamp')
    assert.equal(query.get('Signature'), createHash('md5').update(text).digest('hex'))
    assert.equal(query.get('RoomId'), roomID)
    assert.equal(query.get('MessageCategory'), '1')
  }
  const [live, end] = announced.map((query) => {
    const signal = parseSignal(query.get('UserId') ?? '', query.get('MessageContent') ?? '')
    assert.equal(signal?.kind, 'room')
    return signal
  })
  assert.deepEqual(
    [live?.room.rev, live?.room.status, live?.room.streamID],
    [2, 'live', started.room.streamID],
  )
  assert.deepEqual([end?.room.rev, end?.room.status, end?.room.endedAt], [3, 'ended', ended.room.endedAt])
})

test('a token is the caller’s own: another person gets another, whatever they write', async () => {
  await freshShop()
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const people = [OWNER, SHOPPER, OTHER, SHOPPER, OTHER, OWNER]
  const grants = await Promise.all(people.map((openid) => ask(openid, 'token.issue', { roomID })))
  assert.equal(new Set(grants.map(({ userID }) => userID)).size, 3)
  for (const [index, grant] of grants.entries()) {
    assert.equal(claimsOf(grant).user_id, grant.userID)
    assert.equal(grant.userID, grants[people.indexOf(people[index] ?? '')]?.userID)
    assert.doesNotMatch(JSON.stringify([grant, claimsOf(grant)]), /oOwner|oShopper|oOther/)
  }
  const forged = { action: 'token.issue', roomID, userInfo: { openId: OWNER } }
  const { result } = await cloud.callFunction({ openid: SHOPPER }, 'token', forged)
  assert.equal((result as { ok: true; data: TokenGrant }).data.userID, grants[1]?.userID)
})

test('the audience does not get the right to publish; the anchor does, for the one stream', async () => {
  await freshShop()
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const early = await call(OWNER, 'token.issue', { roomID, publish: true })
  assert.ok(!early.ok && early.code === 'ROOM_NOT_STARTED')
  const started = await ask(OWNER, 'studio.start', { roomID })
  const refused = await call(SHOPPER, 'token.issue', { roomID, publish: true })
  assert.deepEqual(refused, { ok: false, code: 'NOT_ANCHOR', message: '只有主播能做这个操作' })
  for (const action of ['studio.start', 'studio.end'] as const) {
    const reply = await call(SHOPPER, action, { roomID })
    assert.ok(!reply.ok && reply.code === 'NOT_ANCHOR')
  }

  const byZego = (grant: TokenGrant) =>
    verifyToken04(grant.token, {
      appID: Number(APP_ID),
      serverSecret: SERVER_SECRET,
      userID: grant.userID,
      roomID,
      nowMs: Date.now(),
    })
  const mine = started.room.streamID ?? ''
  checkPublish(byZego(started.grant), mine)
  assert.throws(() => checkPublish(byZego(started.grant), 'another-stream'))
  const watching = await ask(SHOPPER, 'token.issue', { roomID })
  assert.throws(() => checkPublish(byZego(watching), mine))
  assert.throws(() => byZego({ ...watching, userID: started.grant.userID }))

  const renewed = await ask(OWNER, 'token.renew', { roomID, publish: true })
  assert.deepEqual(JSON.parse(claimsOf(renewed).payload), {
    room_id: roomID,
    privilege: { 1: 1, 2: 1 },
    stream_id_list: [started.room.streamID],
  })
})

test('taps at once in two instances open one room, start one stream and end it once', async () => {
  await freshShop()
  const twice = <T>(make: () => Promise<T>) => Promise.all([make(), make(), make()])
  const created = await twice(() => ask(OWNER, 'studio.create', { title: '秋冬新款' }))
  const roomID = created[0]?.room.roomID ?? ''
  assert.equal(new Set(created.map(({ room }) => room.roomID)).size, 1)
  const started = await twice(() => ask(OWNER, 'studio.start', { roomID }))
  assert.equal(new Set(started.map(({ room }) => room.streamID)).size, 1)
  const ended = await twice(() => ask(OWNER, 'studio.end', { roomID }))
  assert.deepEqual([...new Set(ended.map(({ room }) => room.rev))], [3])
  assert.equal(announced.length, 2)
})

test('an unknown room and an unknown action are codes', async () => {
  await freshShop()
  const unknown = await call(SHOPPER, 'room.enter', { roomID: 'no-such-room' })
  assert.deepEqual(unknown, {
    ok: false,
    code: 'ROOM_NOT_FOUND',
    message: '没有找到这个直播间，可能链接不完整',
  })
  const { result } = await cloud.callFunction({ openid: SHOPPER }, 'room', { action: 'room.burn' })
  assert.equal((result as { code?: string }).code, 'UNKNOWN_ACTION')
})
