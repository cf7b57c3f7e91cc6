import assert from 'node:assert/strict'
import { type CleanUp, useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import { callServerApi } from './testing/call-server-api.ts'
import { createCrowd } from './testing/crowd.ts'
import { APP_ID, SECRET, useZego } from './testing/use-zego.ts'
import type { ZegoDeps } from './zego.ts'

const cleanUp = useCleanUp()

async function useCrowd(cleanUp: CleanUp, size: number, deps: Partial<ZegoDeps> = {}) {
  const fixture = await useZego(cleanUp, deps)
  const { zego, token } = fixture
  const crowd = await createCrowd({
    accesshubUrl: zego.accesshubUrl,
    appID: APP_ID,
    roomID: 'r',
    userIDs: Array.from({ length: size }, (_, at) => `u${at}`),
    token: (userID) => token({ userID, roomID: 'r' }),
  })
  cleanUp(() => crowd.close())
  const caller = { url: zego.serverApiUrl, appID: APP_ID, serverSecret: SECRET }
  const say = (action: string, text: string) =>
    callServerApi(caller, action, {
      RoomId: 'r',
      UserId: 'system',
      MessageCategory: '1',
      MessageContent: text,
    })
  return { ...fixture, crowd, caller, say }
}

const LIMITS_OFF = { limits: { enforceRates: false } }

describe('a room of 600', () => {
  test('hears a broadcast and a command to all in its first 500 places, and a barrage in all', async () => {
    const { crowd, zego, say, caller } = await useCrowd(cleanUp, 600, LIMITS_OFF)
    const order = zego.rooms()[0]?.users.map(({ userID }) => userID) ?? []
    expect(order).toHaveLength(600)

    await say('SendBroadcastMessage', 'to the first')
    await callServerApi(caller, 'SendCustomCommand', { RoomId: 'r', FromUserId: 'x', MessageContent: 'c' })
    await say('SendBarrageMessage', 'to all')
    await waitFor(() => crowd.whoHeard('barrage').length === 600, { what: 'the barrage at 600 phones' })
    const heard = new Set(crowd.whoHeard('broadcast').map(({ userID }) => userID))
    expect(order.filter((userID) => heard.has(userID))).toStrictEqual(order.slice(0, 500))
    expect(crowd.whoHeard('command')).toHaveLength(500)

    // One person alone is reached from everywhere.
    const last = order.at(-1) ?? ''
    await callServerApi(caller, 'SendCustomCommand', {
      RoomId: 'r',
      FromUserId: 'x',
      'ToUserId[]': [last],
      MessageContent: 'only you',
    })
    await waitFor(() => crowd.whoHeard('command').some(({ userID }) => userID === last), {
      what: 'the command at the last one',
    })

    // Whoever leaves makes a place: the first of those behind moves up.
    await expect(inject(zego, 'zego.kick', { userID: order[0], reason: '' })).resolves.toBeDefined()
    await say('SendBroadcastMessage', 'again')
    const next = crowd.members.find(({ userID }) => userID === order[500])
    await waitFor(() => next?.heard.broadcast === 1, { what: 'the broadcast in the place that became free' })
  })

  test('loses the share of barrages that was ordered, the same ones for the same seed, and no broadcast', async () => {
    const { crowd, zego, say } = await useCrowd(cleanUp, 100, LIMITS_OFF)
    const undo = await inject(zego, 'zego.loseMessages', { share: 0.3, seed: 7 })
    for (let n = 0; n < 20; n += 1) await say('SendBarrageMessage', `barrage ${n}`)
    await say('SendBroadcastMessage', 'the end')
    await waitFor(() => crowd.whoHeard('broadcast').length === 100, { what: 'the end at all phones' })
    const got = crowd.members.reduce((sum, { heard }) => sum + heard.barrage, 0)
    assert.ok(got > 1300 && got < 1500, `${got} of 2000 arrived, about 1400 should`)
    await undo()
    await say('SendBarrageMessage', 'whole again')
    await waitFor(() => crowd.members.every(({ lastText }) => lastText === 'whole again'), { what: 'all' })
  })

  test('takes 200 logins a second, and whoever is one too many comes again', async () => {
    const { advance, zego, token } = await useZego(cleanUp)
    const others = createCrowd({
      accesshubUrl: zego.accesshubUrl,
      appID: APP_ID,
      roomID: 'other',
      userIDs: Array.from({ length: 201 }, (_, at) => `v${at}`),
      token: (userID) => token({ userID, roomID: 'other' }),
    })
    const inRoom = () => zego.rooms().find(({ roomID }) => roomID === 'other')?.users.length ?? 0
    await waitFor(() => inRoom() >= 200, { what: '200 people' })
    advance(1_000)
    const { members, close } = await others
    cleanUp(close)
    expect(members).toHaveLength(201)
    expect(inRoom()).toBe(201)
  })
})

describe('a room that talks too fast', () => {
  test('takes two broadcasts of one person and ten of all in a second', async () => {
    const { crowd, advance } = await useCrowd(cleanUp, 8)
    const [ear, ...mouths] = crowd.members
    for (const mouth of mouths) for (let n = 0; n < 3; n += 1) mouth.broadcast(`${mouth.userID} ${n}`)
    mouths[0]?.barrage('done')
    await waitFor(() => ear?.heard.barrage === 1, { what: 'the barrage behind them' })
    await waitFor(() => ear?.heard.broadcast === 10, { what: 'ten broadcasts' })
    advance(1_000)
    mouths[0]?.broadcast('a second later')
    await waitFor(() => ear?.lastText === 'a second later', { what: 'the next broadcast' })
    expect(ear?.heard.broadcast).toBe(11)
  })

  test('takes twenty barrages in a second, and no more', async () => {
    const { crowd, advance } = await useCrowd(cleanUp, 2)
    const [ear, mouth] = crowd.members
    for (let n = 0; n < 25; n += 1) mouth?.barrage(`barrage ${n}`)
    mouth?.broadcast('done')
    await waitFor(() => ear?.heard.broadcast === 1, { what: 'the broadcast behind them' })
    expect(ear?.heard.barrage).toBe(20)
    advance(1_000)
    mouth?.barrage('later')
    await waitFor(() => ear?.heard.barrage === 21, { what: 'the next barrage' })
  })
})
