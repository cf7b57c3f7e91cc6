import type { CleanUp } from '../../../test/support/clean-up.ts'
import { createRequestGuard, sandboxOrigins } from '../../web/request-guard.ts'
import { startZego, type ZegoDeps, type ZegoHandle } from '../zego.ts'
import { createPerson, type TokenWish, tokenFor, type ZegoPerson } from './zego-person.ts'

export const APP_ID = 1234567890
export const SECRET = '0123456789abcdef0123456789abcdef'
export const RTMP_HOST = '127.0.0.1:19350'
/** The port of the pages that the guard of these tests lets through. */
export const PAGE_PORT = 18080

export interface ZegoFixture {
  readonly zego: ZegoHandle
  readonly lines: string[]
  /** Moves the server's clock; the SDK keeps the machine's. */
  advance(ms: number): void
  now(): number
  person(appID?: number): ZegoPerson
  token(wish: TokenWish): string
  /** A new phone, logged in; `publish` gives the host's right. */
  join(roomID: string, userID: string, options?: JoinOptions): Promise<ZegoPerson>
}

export interface JoinOptions {
  readonly publish?: boolean
  readonly userUpdate?: boolean
  readonly maxMemberCount?: number
}

/** A running ZEGO with phones, all gone when the test ends. */
export async function useZego(cleanUp: CleanUp, deps: Partial<ZegoDeps> = {}): Promise<ZegoFixture> {
  let offsetMs = 0
  const now = () => Date.now() + offsetMs
  const lines: string[] = []
  const guard = createRequestGuard(sandboxOrigins(() => PAGE_PORT))
  const zego = await startZego(
    { clock: { now }, log: (line) => void lines.push(line), dataDir: '', guard },
    { appID: APP_ID, serverSecret: SECRET, rtmpHost: () => RTMP_HOST, ...deps },
  )
  const people: ZegoPerson[] = []
  cleanUp(async () => {
    for (const person of people) person.destroy()
    await zego.stop()
  })
  const person = (appID = APP_ID) => {
    const created = createPerson(appID, zego)
    people.push(created)
    return created
  }
  const token = (wish: TokenWish) => tokenFor(APP_ID, SECRET, { nowMs: now(), ...wish })
  const join: ZegoFixture['join'] = async (roomID, userID, options = {}) => {
    const { publish = false, userUpdate = true, maxMemberCount = 0 } = options
    const joined = person()
    const user = { userID, userName: `name of ${userID}` }
    await joined.zg.loginRoom(roomID, token({ userID, roomID, publish }), user, {
      userUpdate,
      maxMemberCount,
    })
    await joined.hears('roomStateUpdate', (_: string, state: string) => state === 'CONNECTED')
    return joined
  }
  const advance = (ms: number) => {
    offsetMs += ms
  }
  return { zego, lines, now, person, token, join, advance }
}
