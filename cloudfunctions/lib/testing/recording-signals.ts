import type { Beacon } from '../../../miniprogram/domain/signal'
import type { Room } from '../rooms/room-document'
import type { Signals } from '../signals/signals'

/** Remembers what was announced, in order. */
export class RecordingSignals implements Signals {
  readonly sent: Room[] = []
  readonly beacons: (Pick<Room, '_id' | 'rev'> & { shelf?: Beacon['shelf'] })[] = []

  async roomChanged(room: Room): Promise<void> {
    this.sent.push(room)
  }

  async beacon({ _id, rev }: Pick<Room, '_id' | 'rev'>, shelf?: Beacon['shelf']): Promise<void> {
    this.beacons.push({ _id, rev, ...(shelf && { shelf }) })
  }

  forget(): void {
    this.sent.length = 0
    this.beacons.length = 0
  }
}
