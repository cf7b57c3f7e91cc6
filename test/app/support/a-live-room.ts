import { ZegoLiveRoom } from '../../../miniprogram/rtc/live-room.ts'
import type { RoomListener } from '../../../miniprogram/rtc/ports.ts'
import { FakeEngine } from './fake-engine.ts'
import { aGrant, FakeClock, RecordingLiveComponent, settle } from './fakes.ts'

/** A room over a driven engine. `log` holds, in order, what was asked of the SDK and of the tags. */
export function aLiveRoom() {
  const log: string[] = []
  const lines: string[] = []
  const engine = new FakeEngine(log)
  const clock = new FakeClock()
  const component = new RecordingLiveComponent(log)
  const heard = {
    signals: [] as unknown[],
    beacons: [] as number[],
    facts: [] as string[],
    online: [] as number[],
    renewals: 0,
  }
  const listener: RoomListener = {
    connection: (fact) => heard.facts.push(fact),
    signal: (signal) => heard.signals.push(signal),
    beacon: (beacon) => heard.beacons.push(beacon.rev),
    online: (count) => heard.online.push(count),
    tokenWillExpire: () => heard.renewals++,
    streamsChanged: () => {},
  }
  const another = (free: Promise<void> | null) =>
    new ZegoLiveRoom({ engine, clock, free, random: () => 0.5, log: (line) => lines.push(line) }, listener)
  const room = another(null)
  return {
    ...{ log, lines, engine, clock, component, heard, room },

    /** A second stay on the same engine, which begins when `free` settles. */
    another,

    /** In the room, the picture on screen. */
    async playing(states: string[] = []) {
      await room.join(aGrant())
      engine.raise('roomStateChanged', 'room1', 'LOGINED', 0, '')
      engine.raise('roomStreamUpdate', 'room1', 'ADD', [{ streamID: 's1' }])
      const player = room.player(component, (state) => states.push(state))
      player.play('s1')
      await settle()
      player.onStateChange({ detail: { code: 2003 } })
      return player
    },

    /** In the room, the stream confirmed. */
    async onAir(states: string[] = []) {
      await room.join(aGrant())
      engine.raise('roomStateChanged', 'room1', 'LOGINED', 0, '')
      const publisher = room.publisher(component, (state) => states.push(state))
      publisher.prepare()
      publisher.start('s1')
      await settle()
      publisher.onStateChange({ detail: { code: 1002 } })
      engine.raise('publisherStateUpdate', { streamID: 's1', state: 'PUBLISHING', errorCode: 0 })
      return publisher
    },
  }
}

export const NET = (videoFPS: number) => ({ detail: { info: { videoFPS } } })
