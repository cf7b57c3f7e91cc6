import assert from 'node:assert/strict'
import { goLive, shareRoom } from './show-helpers.ts'
import { type PhoneInHand, type World, waitFor } from './world.ts'

/** A body of POST /_sandbox/faults. `forMs` ends what lasts by itself. */
export interface Fault {
  readonly target: string
  readonly kind: string
  readonly forMs?: number
  readonly [field: string]: unknown
}

/** A show on the air: what the anchor holds and what a shopper holds, whose picture moves. */
export interface Show {
  readonly anchor: PhoneInHand
  readonly shopper: PhoneInHand
}

export async function openShow(world: World, people: { anchor: PhoneInHand; shopper: PhoneInHand }) {
  const { anchor, shopper } = people
  await shopper.isAt('pages/home/home')
  await goLive(anchor)
  await shareRoom(anchor)
  const tappedAt = await world.tapNewestCard(shopper)
  await world.freshFrame(shopper, tappedAt - 1_500)
  return people satisfies Show
}

/** Orders a fault; answers when it struck (ms). */
export async function strike(world: World, fault: Fault): Promise<number> {
  const struckAt = Date.now()
  await world.control('POST', '/faults', fault)
  return struckAt
}

/** Takes back every fault that still lasts. */
export const heal = (world: World) => world.control('DELETE', '/faults', {})

/** Waits until the last fault has ended; answers when (ms). */
export async function faultsOver(world: World): Promise<number> {
  await waitFor(
    async () => (await world.control<{ active: unknown[] }>('GET', '/faults')).active.length === 0,
    { what: 'the end of the fault', timeoutMs: 60_000, everyMs: 50 },
  )
  return Date.now()
}

/** Waits until ZEGO has taken a login of this phone that was sent after `sinceMs`. */
export async function loggedInAgain(world: World, phone: PhoneInHand, sinceMs: number): Promise<void> {
  const query = `phone=${phone.id}&kind=socket&name=socket.message&since=${sinceMs}`
  await waitFor(
    async () => {
      const { records } = await world.control<{
        records: { detail: { zego?: { to?: string; code?: number } } }[]
      }>('GET', `/record?${query}`)
      return records.some(({ detail: { zego } }) => zego?.to === 'login' && zego.code === 0)
    },
    { what: `a new login of ${phone.person}`, timeoutMs: 40_000, everyMs: 100 },
  )
}

/** ms for which the phone's picture stood still at the most since `sinceMs`; up to now when it still does. */
export async function longestStill(world: World, phone: PhoneInHand, sinceMs: number): Promise<number> {
  const { players } = await world.sandbox.phone.phones.request(phone.id, 'media.marks', {})
  const shown = players.flatMap(({ samples }) => samples.map(({ presentedMs }) => presentedMs))
  const times = [sinceMs, ...shown.filter((at) => at > sinceMs).sort((a, b) => a - b), Date.now()]
  return Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? at)))
}

/** When the picture on the phone stopped: the newest frame it has shown (ms). */
export async function lastFrameAt(world: World, phone: PhoneInHand): Promise<number> {
  const { players } = await world.sandbox.phone.phones.request(phone.id, 'media.marks', {})
  return Math.max(0, ...players.map(({ presentedMs }) => presentedMs ?? 0))
}

/** All is as before: the anchor reads that viewers see, the shopper does see, and both are in one room. */
export async function allIsWell(world: World, { anchor, shopper }: Show): Promise<void> {
  await anchor.sees('观众看得见、听得见', 30_000)
  await waitFor(async () => !(await shopper.has('.state')), { what: 'nothing over the shopper’s picture' })
  await waitFor(
    () =>
      world.sandbox.zego?.rooms().some(({ users, streams }) => users.length === 2 && streams.length === 1),
    { what: 'two people and one stream in ZEGO’s room', timeoutMs: 30_000 },
  )
  expect(world.sandbox.media.streams().filter(({ publishing }) => publishing)).toHaveLength(1)
}

/** Holds a figure against what was promised. `grace` is what the page's own clock and a busy machine may add. */
export function promised(what: string, tookMs: number, promiseMs: number, graceMs: number) {
  console.log(`${what}: ${Math.round(tookMs)} ms (promised ${promiseMs} ms)`)
  assert.ok(tookMs <= promiseMs + graceMs, `${what} took ${tookMs} ms; promised were ${promiseMs} ms`)
}
