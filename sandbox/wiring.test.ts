import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { waitFor } from '../test/support/wait-for.ts'
import { parseRtmpUrl, publishRtmp, type RtmpPublisher } from './media/rtmp/rtmp-client.ts'
import { openProject } from './project/project.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { aSmallShop } from './testing/shop-project.ts'
import { signCallback } from './zego/callbacks.ts'
import * as m from './zego/messages.ts'
import { CMD } from './zego/packet-codec.ts'
import { callServerApi } from './zego/testing/call-server-api.ts'
import { createRawClient, type RawClient } from './zego/testing/raw-client.ts'
import { tokenFor } from './zego/testing/zego-person.ts'

const APP_ID = 1234567890

let shop: ReturnType<typeof aSmallShop>
let sandbox: Sandbox
let env: Readonly<Record<string, string>>
const open: (RawClient | RtmpPublisher)[] = []

type Body = Record<string, unknown>

async function control(method: string, path: string, body?: object): Promise<Body> {
  const reply = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const answer = (await reply.json()) as Body
  assert.equal(reply.status, 200, JSON.stringify(answer))
  return answer
}

const zego = () => {
  assert.ok(sandbox.zego)
  return sandbox.zego
}

/** Somebody in room `r`, without an SDK. */
async function enter(userID: string, publish: boolean) {
  const client = await createRawClient(zego().accesshubUrl)
  open.push(client)
  const token = tokenFor(APP_ID, env.ZEGO_SECRET ?? '', { userID, roomID: 'r', publish })
  const key = await client.login('r', userID, token)
  const { user_session_id } = m.loginResponse.decode((await client.packet(CMD.login + 1)).body)
  return { client, key, session: String(user_session_id) }
}

async function push(streamID: string, session: string): Promise<RtmpPublisher> {
  const target = parseRtmpUrl(`rtmp://${sandbox.media.rtmpHost}/live/${streamID}?zgseq=1&zgdid=${session}`)
  assert.ok(target)
  const publisher = await publishRtmp(target)
  open.push(publisher)
  return publisher
}

interface ListedKind {
  readonly target: string
  readonly kind: string
  readonly lasts: boolean
  readonly needs: readonly string[]
}

const CONTRACT = Object.entries({
  network: ['off', 'slow', 'switch'],
  phone: ['background', 'call', 'cameraLost', 'micLost', 'permissionWithdrawn'],
  zego: [
    'slow',
    'dropSocket',
    'restartEmpty',
    'refuseLogin',
    'muteLogin',
    'expireToken',
    'kick',
    'dispatchFail',
    'loseMessages',
  ],
  media: ['kill', 'freeze', 'refuse'],
  publisher: ['freeze'],
  cloud: ['slow', 'fail'],
  callback: ['lose', 'double', 'delay'],
}).flatMap(([target, kinds]) => kinds.map((kind) => `${target}.${kind}`))

const onAir = () => sandbox.media.streams().map(({ streamID }) => streamID)
/** Different ones: a slow machine answers too late for ZEGO, which then sends it once more. */
const heard = async (event: string) => [
  ...new Set((await sandbox.cloud.database.find('heard', { event })).map(({ body }) => String(body))),
]
const patient = { timeoutMs: 40_000 }
const api = (action: string, params: Record<string, string>) =>
  callServerApi(
    { url: zego().serverApiUrl, appID: APP_ID, serverSecret: env.ZEGO_SECRET ?? '', nowMs: Date.now() },
    action,
    params,
  )

describe('the parts of a sandbox together', () => {
  beforeAll(async () => {
    shop = aSmallShop()
    sandbox = await startSandbox({
      project: openProject(shop.root),
      log: () => {},
      browser: { deviceScaleFactor: 1 },
    })
    const { result } = await control('POST', 'call', { person: 'Ann', function: 'env' })
    env = result as typeof env
  })
  beforeEach(async () => {
    for (const one of open.splice(0)) one.close()
    await sandbox.reset()
  })
  afterAll(async () => {
    for (const one of open.splice(0)) one.close()
    await sandbox?.stop()
    shop.remove()
  })

  test('what the project’s own file names is filled in and told', async () => {
    const { project, functions, urls } = await control('GET', 'state')
    const { code } = (project as { notes: { code: string } }).notes
    expect(code).toMatch(/^[0-9a-f]{32}$/)
    expect(env.CODE).toBe(createHash('sha256').update(code).digest('hex'))
    expect(functions).toStrictEqual([
      { name: 'env', actions: ['env.read'] },
      { name: 'hook' },
      { name: 'tick' },
    ])
    expect(urls).toStrictEqual({ httpFunctions: sandbox.cloud.httpUrl, zegoServerApi: zego().serverApiUrl })
  })

  test('the media server takes whom ZEGO has admitted, and ends what ZEGO forbids', async () => {
    const ann = await enter('ann', true)
    const viewer = await enter('viewer', false)
    await expect(push('s1', ann.session)).rejects.toMatchObject({ code: 'REFUSED' })
    await ann.client.dispatch('s1', 'push')
    await viewer.client.dispatch('s1', 'push')
    await expect(push('s1', viewer.session)).rejects.toMatchObject({ code: 'REFUSED' })
    await push('s1', ann.session)
    expect(onAir()).toStrictEqual(['s1'])
    const { Data } = await api('DescribeRTCStreamState', { StreamId: 's1', Sequence: '1' })
    expect(Number(Data.create_time)).toBeGreaterThan(Date.now() / 1000 - 60)
    const { url } = await control('POST', 'encoder', { streamID: 'obs' })
    const target = parseRtmpUrl(String(url))
    assert.ok(target)
    open.push(await publishRtmp(target))
    await expect(publishRtmp({ ...target, name: target.name.replace('obs', 'other') })).rejects.toMatchObject(
      {
        code: 'REFUSED',
      },
    )
    open.pop()?.close()
    await waitFor(() => !onAir().includes('obs'), { what: 'the encoder to leave' })
    await api('ForbidRTCStream', { StreamId: 's1', Sequence: '2' })
    await waitFor(() => onAir().length === 0, { what: 'the forbidden stream to end' })
    await expect(push('s1', ann.session)).rejects.toMatchObject({ code: 'REFUSED' })
    await api('ResumeRTCStream', { StreamId: 's1', Sequence: '3' })
    await push('s1', ann.session)
    await enter('ann', true) // a second device
    await waitFor(() => onAir().length === 0, { what: 'the first device’s stream to end' })
  })

  test('callbacks of ZEGO reach the function, signed, and can be lost for a while', async () => {
    const first = await enter('ann', true)
    await waitFor(async () => (await heard('room_login')).length === 1, { what: 'the callback', ...patient })
    const [created] = await waitFor(
      async () => (await heard('room_create')).length > 0 && heard('room_create'),
      {
        what: 'the first callback',
        ...patient,
      },
    )
    const body = JSON.parse(created ?? '') as Record<string, string>
    expect(body.signature).toBe(signCallback(env.HOOK ?? '', String(body.timestamp), String(body.nonce)))
    const { callbacks } = await control('GET', 'callbacks')
    expect((callbacks as { body: string }[]).some((sent) => sent.body === created)).toBe(true)

    const { id } = await control('POST', 'faults', { target: 'callback', kind: 'lose', event: 'room_login' })
    await enter('ben', false)
    await first.client.ask(CMD.logout, first.key, Buffer.alloc(0))
    await waitFor(async () => (await heard('room_logout')).length === 1, {
      what: 'what is not lost',
      ...patient,
    })
    expect(await heard('room_login')).toHaveLength(1)
    await control('DELETE', `faults/${id}`)
    await enter('cai', false)
    await waitFor(async () => (await heard('room_login')).length === 2, {
      what: 'the next login',
      ...patient,
    })
  })

  test('the clock of functions, database, timers and ZEGO moves as one; reset takes it back', async () => {
    const day = 24 * 3600_000
    await control('POST', 'clock', { offsetMs: day })
    const [tick] = await sandbox.cloud.database.find('ticks')
    const { now, served } = tick as unknown as { now: number; served: Date }
    for (const time of [now, served.getTime()]) expect(Math.abs(time - Date.now() - day)).toBeLessThan(60_000)
    const late = await createRawClient(zego().accesshubUrl)
    open.push(late)
    const token = tokenFor(APP_ID, env.ZEGO_SECRET ?? '', { userID: 'u', roomID: 'r' })
    assert.equal(await late.login('r', 'u', token), 0, 'an hour’s token is over a day later')
    expect((await control('GET', 'state')).clockOffsetMs).toBe(day)
    await control('POST', 'reset')
    expect((await control('GET', 'state')).clockOffsetMs).toBe(0)
    await control('POST', 'timers', { function: 'tick' })
    const [again] = await sandbox.cloud.database.find('ticks')
    expect(Math.abs(Number(again?.now) - Date.now())).toBeLessThan(60_000)
  })

  test('functions fail, come late and lose their rules as the control API orders', async () => {
    const call = (name: string) => control('POST', 'call', { person: 'Ben', function: name })
    const codeOf = ({ error }: Body) => (error as { errCode: number } | undefined)?.errCode
    expect(codeOf(await call('hook'))).toBe(-501023)
    await control('POST', 'settings', { functionRules: false })
    expect(codeOf(await call('hook'))).not.toBe(-501023)
    await control('POST', 'settings', { functionRules: true, latency: { callMs: 300 } })
    const started = performance.now()
    await call('env')
    expect(performance.now() - started).toBeGreaterThanOrEqual(300)
    await control('POST', 'faults', {
      target: 'cloud',
      kind: 'fail',
      function: 'env',
      times: 1,
      errCode: -504002,
    })
    expect([codeOf(await call('env')), codeOf(await call('env'))]).toStrictEqual([-504002, undefined])
    await control('POST', 'reset')
    expect(codeOf(await call('hook'))).toBe(-501023)
    expect((await control('GET', 'faults')).active).toStrictEqual([])
    expect((await control('GET', 'state')).settings).toStrictEqual({
      latency: { callMs: 0, coldStartMs: 0, databaseMs: 0 },
      functionRules: true,
      publishPrivilege: true,
    })
  })

  test('the owner of the seed can be removed, somebody else can become it, and the seed comes back', async () => {
    const owners = async () => (await sandbox.cloud.database.find('members')).map(({ name }) => name)
    expect(await owners()).toStrictEqual(['Ann'])
    await control('DELETE', 'people/Ann/role')
    expect(await owners()).toStrictEqual([])
    await control('POST', 'people/Ben/role', { role: 'owner' })
    expect(await owners()).toStrictEqual(['Ben'])
    await control('POST', 'reset')
    expect(await owners()).toStrictEqual(['Ann'])
    expect(sandbox.people.list().map(({ role }) => role)).toStrictEqual(['owner', null])
  })

  test('every fault of the contract can be ordered, and all are taken back at once', async () => {
    const ann = await enter('ann', true)
    await ann.client.dispatch('s1', 'push')
    await push('s1', ann.session)
    const { id: phone } = await sandbox.devices.openPhone({ person: 'Ann', headless: true })
    await waitFor(() => sandbox.devices.phones().every(({ connected }) => connected), {
      what: 'the phone',
      ...patient,
    })
    const { kinds } = (await control('GET', 'faults')) as { kinds: ListedKind[] }
    expect(
      CONTRACT.filter((key) => !kinds.some(({ target, kind }) => key === `${target}.${kind}`)),
    ).toStrictEqual([])
    // What throws people out comes last: the others need somebody to hit.
    const rough = ['media.kill', 'media.restart', 'zego.kick', 'zego.dropSocket', 'zego.restartEmpty']
    const order = ({ target, kind }: ListedKind) => rough.indexOf(`${target}.${kind}`)
    for (const one of [...kinds].sort((a, b) => order(a) - order(b))) {
      const { target, kind, needs } = one
      await control('POST', 'faults', { target, kind, ...(needs.includes('phone') && { phone }) })
    }
    const { active } = (await control('GET', 'faults')) as { active: { target: string; kind: string }[] }
    expect(active.map(({ target, kind }) => `${target}.${kind}`).sort()).toStrictEqual(
      kinds
        .filter(({ lasts }) => lasts)
        .map(({ target, kind }) => `${target}.${kind}`)
        .sort(),
    )
    await control('DELETE', 'faults')
    expect((await control('GET', 'faults')).active).toStrictEqual([])
    const again = await enter('ann', true)
    await again.client.dispatch('s1', 'push')
    await push('s1', again.session)
  })

  test('a phone’s own database calls and files stay within the project’s rules', async () => {
    const { id } = await sandbox.devices.openPhone({ person: 'Ben', headless: true })
    const inApp = (code: string) =>
      sandbox.phone.phones.request(id, 'automator', {
        method: 'App.callFunction',
        params: {
          functionDeclaration: `async () => {
            wx.cloud.init()
            const db = wx.cloud.database()
            const refused = (call) => call.then(() => 'went through', ({ errCode }) => errCode)
            ${code}
          }`,
          args: [],
        },
      }) as Promise<{ result: unknown }>
    const { openid } = sandbox.people.byName('Ben')
    const { result } = await inApp(`
      await db.collection('heard').add({ data: { event: 'mine', at: new Date(5) } })
      const own = (await db.collection('heard').where({ _openid: '{openid}' }).get()).data
      return {
        open: (await db.collection('ticks').count()).total,
        own: own.map((one) => [one.event, one.at.getTime(), one._openid]),
        members: await refused(db.collection('members').get()),
        all: await refused(db.collection('heard').get()),
        written: await refused(db.collection('ticks').add({ data: {} })),
      }`)
    expect(result).toStrictEqual({
      open: 0,
      own: [['mine', 5, openid]],
      members: -502003,
      all: -502003,
      written: -502003,
    })
  })

  test('a phone is recorded: what the app calls of a package, its sockets in ZEGO’s words; and it is hit by faults', async () => {
    const { id } = await sandbox.devices.openPhone({ person: 'Ann', headless: true })
    const records = async (query = '') =>
      (await control('GET', `record?phone=${id}${query}`)).records as { name: string; detail: Body }[]
    const said = async () =>
      (await records('&kind=sdk&name=Talker.')).map(({ detail }) => String((detail.args as unknown[])[0]))
    await waitFor(async () => (await said()).includes('socket open'), {
      what: 'the socket',
      timeoutMs: 30_000,
    })
    expect((await records('&kind=sdk')).slice(0, 2).map(({ name, detail }) => [name, detail])).toStrictEqual([
      ['new Talker', { args: ['index'] }],
      ['Talker.say', { args: ['hello'] }],
    ])
    // Faults that need no SDK on the other end: the socket is the phone's by its page's origin.
    await control('POST', 'faults', { target: 'zego', kind: 'dropSocket', phone: id })
    await waitFor(async () => (await said()).includes('socket closed'), { what: 'the broken socket' })
    await control('POST', 'faults', { target: 'network', kind: 'off', phone: id, forMs: 300 })
    await waitFor(async () => (await said()).includes('network wifi'), { what: 'the network to come back' })
    expect(await said()).toContain('network none')
    await control('DELETE', `record?phone=${id}`)
    expect(await records()).toStrictEqual([])
  })
})
