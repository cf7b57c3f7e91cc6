import { goLive, shareRoom } from '../../journeys/show-helpers.ts'
import { startWorld } from '../../journeys/world.ts'
import { spread } from '../percentile.ts'
import { twoWaysProject, WAY_KEY, type Way } from './two-ways-project.ts'

const JOINS = 20
const CLOUD_MS = 80
const SIGNAL_MS = 40
/** A first frame counts when it was captured at most this long before the tap: older ones come from a cache. */
const FRESH_MS = 1_500

/**
 * Share tap → first fresh frame, with a cloud that is 80 ms and a ZEGO that is 40 ms away: this app against the steps
 * done one after the other (see sequential-session.ts), 20 joins each in turns, each a new phone that has come to rest on
 * its home page, server warm. One copied project holds both ways, so page, packages, stream and player settings are the
 * same.
 */
export async function benchFirstFrame(): Promise<object> {
  const project = await twoWaysProject()
  const world = await startWorld({ project: project.root })
  try {
    const anchor = await world.phone('阿禾')
    await goLive(anchor)
    world.sandbox.cloud.setLatency({ callMs: CLOUD_MS })
    const { id: slow } = await world.sandbox.faults.add({ target: 'zego', kind: 'slow', ms: SIGNAL_MS })

    const joinMs: Record<Way, number[]> = { ours: [], sequential: [] }
    for (let join = -1; join < JOINS; join += 1) {
      // Who goes first changes from pair to pair, so that neither profits from a warmer machine.
      const ways: Way[] = join % 2 === 0 ? ['ours', 'sequential'] : ['sequential', 'ours']
      for (const way of ways) {
        const shopper = await world.phone(`${way} ${join}`, { role: 'viewer' })
        await shopper.isAt('pages/home/home')
        await shopper.app.callWxMethod('setStorageSync', WAY_KEY, way)
        // Nobody taps in the moment a page appears: what home fetches ahead is there, for both ways alike.
        await world.browserPage(shopper).waitForLoadState('networkidle')
        await shareRoom(anchor)
        const tappedAt = await world.tapNewestCard(shopper)
        const frame = await world.freshFrame(shopper, tappedAt - FRESH_MS)
        if (join >= 0) joinMs[way].push(frame.presentedMs - tappedAt)
        shopper.disconnect()
        await world.sandbox.devices.closePhone(shopper.id)
      }
    }
    await world.sandbox.faults.remove(slow)
    const ours = spread(joinMs.ours)
    const sequential = spread(joinMs.sequential)
    return {
      ours,
      sequential,
      ratio: Math.round((sequential.p50 / ours.p50) * 100) / 100,
      joins: joinMs.ours.length,
      injected: { cloudMs: CLOUD_MS, signalMs: SIGNAL_MS },
    }
  } finally {
    await world.stop()
    await project.remove()
  }
}
