import { z } from 'zod'
import { ActiveFaults } from '../faults/active-faults.ts'
import { type FaultTargets, hitSome, lasting, ms, once } from '../faults/fault-kind.ts'
import type { StreamHub } from './hub/stream-hub.ts'

/** The faults of the media servers that are in force. */
export class MediaFaults {
  /** By streamID. */
  readonly frozen = new ActiveFaults<true, string>()
  readonly refusing = new ActiveFaults<true>()

  clear(): void {
    this.frozen.clear()
    this.refusing.clear()
  }
}

export interface MediaFaultDeps {
  readonly hub: StreamHub
  readonly faults: MediaFaults
  /** Loses every stream and connection, is away for `downMs`, and is back on the same ports. */
  readonly restart: (downMs: number) => Promise<void>
}

const streamID = z.string().min(1).optional()
const DOWN_MS = 1_500

/** Without a streamID every stream is hit. */
export const mediaFaultKinds = ({ hub, faults, restart }: MediaFaultDeps): FaultTargets => ({
  media: {
    label: '媒体服务器',
    kinds: {
      kill: once(
        { label: '断开所有推流', what: 'The publisher’s connection breaks.', fields: { streamID } },
        (fault) => hitSome(hub.kill(fault.streamID), 'nobody is publishing that stream'),
      ),
      freeze: lasting(
        {
          label: '画面冻结',
          what: 'Viewers stay connected and get nothing, publishers notice nothing; also of a stream that begins later.',
          fields: { streamID },
        },
        (fault) => {
          const lift = faults.frozen.add(
            true,
            (name) => fault.streamID === undefined || fault.streamID === name,
          )
          hub.updateFrozen()
          return () => {
            lift()
            hub.updateFrozen()
          }
        },
      ),
      refuse: lasting(
        {
          label: '拒绝推流',
          what: 'New publishers are turned away (NetStream.Publish.Unauthorized); those on the air stay.',
        },
        () => faults.refusing.add(true),
      ),
      restart: once(
        {
          label: '重启媒体服务器',
          what: 'Every stream and connection is lost; answers when the server is back on the same ports.',
          fields: { downMs: ms.default(DOWN_MS) },
        },
        ({ downMs }) => restart(downMs),
      ),
    },
  },
})
