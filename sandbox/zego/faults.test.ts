import assert from 'node:assert/strict'
import { type CleanUp, useCleanUp } from '../../test/support/clean-up.ts'
import { inject } from '../faults/testing/inject.ts'
import { SERVER_CODE } from './errors.ts'
import * as m from './messages.ts'
import { CMD } from './packet-codec.ts'
import { createRawClient } from './testing/raw-client.ts'
import { PAGE_PORT, useZego } from './testing/use-zego.ts'

const cleanUp = useCleanUp()

const pageOf = (phone: string) => `http://${phone}.localhost:${PAGE_PORT}`
const connected = (_: string, state: string) => state === 'CONNECTED'

/** Two phones in a room, each with its page's origin, as a browser sends it. */
async function usePhones(cleanUp: CleanUp) {
  const fixture = await useZego(cleanUp)
  const { zego, token } = fixture
  const open = async (phone: string, userID: string) => {
    const client = await createRawClient(zego.accesshubUrl, pageOf(phone))
    cleanUp(() => client.close())
    const enter = () => client.login('r', userID, token({ userID, roomID: 'r' }))
    const beat = async (key: number) => {
      const started = performance.now()
      await client.ask(CMD.heartbeat, key, Buffer.alloc(0))
      return performance.now() - started
    }
    return { client, enter, beat }
  }
  return { ...fixture, open }
}

describe('a fault of ZEGO', () => {
  test('slow: every frame to one phone is late and keeps its order, until it is undone', async () => {
    const { zego, open } = await usePhones(cleanUp)
    const [one, two] = [await open('p1', 'one'), await open('p2', 'two')]
    const [a, b] = [await one.enter(), await two.enter()]
    const undo = await inject(zego, 'zego.slow', { phone: 'p1', ms: 400 }, pageOf)
    const [late, quick] = await Promise.all([one.beat(a), two.beat(b)])
    assert.ok(late >= 400 && late - quick >= 300, `${late} ms against ${quick} ms`)
    await undo()
    await undo()
    expect(await one.beat(a)).toBeLessThan(400)
  })

  test('dropSocket: only the sockets that are meant break', async () => {
    const { zego, open } = await usePhones(cleanUp)
    const [one, two] = [await open('p1', 'one'), await open('p2', 'two')]
    await one.enter()
    const key = await two.enter()
    await expect(inject(zego, 'zego.dropSocket', { userID: 'nobody' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(inject(zego, 'zego.dropSocket', { phone: 'p1' }, pageOf)).resolves.toBeDefined()
    await one.client.closeCode()
    await two.beat(key)
    await expect(inject(zego, 'zego.dropSocket', { userID: 'two' })).resolves.toBeDefined()
    await two.client.closeCode()
  })

  test('refuseLogin: the SDK says the ordered code, and the next login works when it is undone', async () => {
    const { zego, person, token } = await useZego(cleanUp)
    for (const code of [1102016, 1102018, 1002034, 1002066, 1002099]) {
      const undo = await inject(zego, 'zego.refuseLogin', { userID: 'u', code })
      const refused = person()
      await assert.rejects(
        refused.zg.loginRoom('r', token({ userID: 'u', roomID: 'r' }), { userID: 'u' }, {}),
        (error: { code: number }) => error.code === code,
        `${code}`,
      )
      await undo()
    }
    const let_in = person()
    expect(await let_in.zg.loginRoom('r', token({ userID: 'u', roomID: 'r' }), { userID: 'u' }, {})).toBe(
      true,
    )
  })

  test('refuseLogin of one phone strikes before anybody knows who sits there', async () => {
    const { zego, open } = await usePhones(cleanUp)
    await inject(zego, 'zego.refuseLogin', { phone: 'p1', code: 1002066 }, pageOf)
    const [one, two] = [await open('p1', 'one'), await open('p2', 'two')]
    expect([(await one.enter()) > 0, (await two.enter()) > 0]).toStrictEqual([false, true])
    expect(m.emptyResponse.decode((await one.client.packet(CMD.login + 1)).body).rsp_head.code).toBe(
      SERVER_CODE.banned,
    )
  })

  test('muteLogin: LoginRoom gets no answer, the socket stays alive', async () => {
    const { zego, person, token } = await useZego(cleanUp)
    const undo = await inject(zego, 'zego.muteLogin', { userID: 'u' })
    const waiting = person()
    let settled = false
    const login = (p: typeof waiting) =>
      p.zg.loginRoom('r', token({ userID: 'u', roomID: 'r' }), { userID: 'u' }, {})
    void login(waiting).then(
      () => {
        settled = true
      },
      () => {
        settled = true
      },
    )
    // Another person on the same ZEGO is through, and this one is not.
    const other = person()
    await other.zg.loginRoom('r', token({ userID: 'o', roomID: 'r' }), { userID: 'o' }, {})
    expect(settled).toBe(false)
    await undo()
    // As docs of the SDK in use say: logout settles the state, then a new login on the same engine works.
    waiting.zg.logoutRoom('r')
    expect(await login(waiting)).toBe(true)
  })

  test('expireToken: the visit goes on, a new login and the next publish need a new token', async () => {
    const { zego, join, token } = await useZego(cleanUp)
    const old = token({ userID: 'host', roomID: 'r', publish: true })
    const host = await join('r', 'host', { publish: true })
    await expect(inject(zego, 'zego.expireToken', { userID: 'somebody else' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(inject(zego, 'zego.expireToken', { userID: 'host' })).resolves.toBeDefined()
    expect((await host.zg.sendBarrageMessage('r', 'still here')).errorCode).toBe(0)
    await host.zg.startPublishingStream('s1')
    host.zg.updatePlayerState('s1', { detail: { code: 1002 } })
    await host.hears('publisherStateUpdate', ({ errorCode }: { errorCode: number }) => errorCode === 1102018)
    host.zg.renewToken(old, 'r')
    await host.zg.startPublishingStream('s2')
    host.zg.updatePlayerState('s2', { detail: { code: 1002 } })
    await host.hears('publisherStateUpdate', ({ state }: { state: string }) => state === 'PUBLISHING')
  })

  test('dispatchFail: no address is given out; afterwards the SDK gets one by itself', async () => {
    const { zego, open } = await usePhones(cleanUp)
    const [one, two] = [await open('p1', 'one'), await open('p2', 'two')]
    await one.enter()
    await two.enter()
    const undo = await inject(zego, 'zego.dispatchFail', { phone: 'p1' }, pageOf)
    expect([await one.client.dispatch('s', 'pull'), await two.client.dispatch('s', 'pull')]).toStrictEqual([
      503, 200,
    ])
    await undo()
    expect(await one.client.dispatch('s', 'pull')).toBe(200)
  })

  test('restartEmpty: every socket closes and nothing is remembered; the SDKs come back by themselves', async () => {
    const { zego, join } = await useZego(cleanUp)
    const viewer = await join('r', 'viewer')
    const before = viewer.seen.length
    await inject(zego, 'zego.restartEmpty')
    expect(zego.rooms()).toStrictEqual([])
    await viewer.hears('roomStateUpdate', connected, before)
    expect(zego.rooms()[0]?.users.length).toBe(1)
  })

  test('counters: messages of the app server, logins, and time that people watched', async () => {
    const { zego, join, advance } = await useZego(cleanUp)
    const host = await join('r', 'host', { publish: true })
    await host.zg.startPublishingStream('s1')
    host.zg.updatePlayerState('s1', { detail: { code: 1002 } })
    await host.hears('publisherStateUpdate', ({ state }: { state: string }) => state === 'PUBLISHING')
    await join('r', 'viewer')
    const { viewerMs: before } = zego.counters()
    advance(60_000)
    const { viewerMs, logins, serverMessages } = zego.counters()
    expect([logins, serverMessages]).toStrictEqual([2, 0])
    const watched = viewerMs - before
    assert.ok(watched >= 60_000 && watched < 70_000, `${watched} ms: the viewer's minute, not the host's`)
  })
})
