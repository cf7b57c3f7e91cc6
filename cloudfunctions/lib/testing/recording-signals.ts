import type { Room } from '../rooms/room-document'
import type { Signals } from '../signals/signals'

/** Remembers what was announced, in order. */
export class RecordingSignals implements Signals {
  readonly sent: Room[] = []

  async roomChanged(room: Room): Promise<void> {
    this.sent.push(room)
  }
}
