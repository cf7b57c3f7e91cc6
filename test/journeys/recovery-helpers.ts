import assert from 'node:assert/strict'
import { goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, type World, waitFor } from './world.ts'

/** A running show: the phones of its anchor and of a viewer who sees moving video. */
export interface Show {
  readonly anchor: PhoneDriver
  readonly viewer: PhoneDriver
}

export async function startShow(world: World, people: { anchor: PhoneDriver; viewer: PhoneDriver }) {
  const { anchor, viewer } = people
  await viewer.isAt('pages/home/home')
  await goLive(anchor)
  await shareRoom(anchor)
  const tappedAt = await world.tapNewestCard(viewer)
  await world.freshFrame(viewer, tappedAt - 1_500)
  return people satisfies Show
}

/** Waits until ZEGO has taken a login of this phone that was sent after `sinceMs`. */
export async function waitForLogin(world: World, phone: PhoneDriver, sinceMs: number): Promise<void> {
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

/** The longest time without a new frame on the phone since `sinceMs`, ms; a freeze that lasts counts up to now. */
export async function longestFreeze(world: World, phone: PhoneDriver, sinceMs: number): Promise<number> {
  const { players } = await world.sandbox.phone.phones.request(phone.id, 'media.marks', {})
  const shown = players.flatMap(({ samples }) => samples.map(({ presentedMs }) => presentedMs))
  const times = [sinceMs, ...shown.filter((at) => at > sinceMs).sort((a, b) => a - b), Date.now()]
  return Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? at)))
}

/** When the phone showed its newest frame (ms). */
export async function lastFrameAt(world: World, phone: PhoneDriver): Promise<number> {
  const { players } = await world.sandbox.phone.phones.request(phone.id, 'media.marks', {})
  return Math.max(0, ...players.map(({ presentedMs }) => presentedMs ?? 0))
}

/** Everything has recovered: the anchor is told so, nothing covers the viewer's video, both are in the same room. */
export async function expectHealthy(world: World, { anchor, viewer }: Show): Promise<void> {
  await anchor.sees('观众看得见、听得见', 30_000)
  await waitFor(async () => !(await viewer.has('.state')), { what: 'nothing over the viewer’s video' })
  await waitFor(
    () =>
      world.sandbox.zego?.rooms().some(({ users, streams }) => users.length === 2 && streams.length === 1),
    { what: 'two people and one stream in ZEGO’s room', timeoutMs: 30_000 },
  )
  expect(world.sandbox.media.streams().filter(({ publishing }) => publishing)).toHaveLength(1)
}

/** Prints a duration and fails if it misses its target. `graceMs`: what the page's own clock and a busy machine may add. */
export function expectWithin(what: string, tookMs: number, targetMs: number, graceMs: number) {
  console.log(`${what}: ${Math.round(tookMs)} ms (target ${targetMs} ms)`)
  assert.ok(tookMs <= targetMs + graceMs, `${what} took ${tookMs} ms; the target is ${targetMs} ms`)
}
