import { NetworkLane } from './network-lane.ts'

test('a good network carries at once', () => {
  expect(new NetworkLane().arrival(100, 1_000_000, { delayMs: 0, kbps: null })).toBe(100)
})

test('at 400 kbit/s a kilobyte takes 20 ms and waits for those before it; the delay comes on top', () => {
  const lane = new NetworkLane()
  const pace = { delayMs: 600, kbps: 400 }
  expect(lane.arrival(0, 1_000, pace)).toBe(620)
  expect(lane.arrival(0, 1_000, pace)).toBe(640)
  expect(lane.arrival(1_000, 1_000, pace)).toBe(1_620)
})

test('nothing overtakes when the network gets better meanwhile', () => {
  const lane = new NetworkLane()
  expect(lane.arrival(0, 0, { delayMs: 600, kbps: null })).toBe(600)
  expect(lane.arrival(10, 0, { delayMs: 0, kbps: null })).toBe(600)
})
