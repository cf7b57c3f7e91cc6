import { z } from 'zod'
import type { MediaHandle } from '../../media/media.ts'
import { type FaultKinds, hitSome, lasting, ms, once } from './fault-kind.ts'

const streamID = z.string().min(1).optional()

/** Of the media servers. Without a streamID every stream is hit. */
export function mediaKinds(media: Pick<MediaHandle, 'kill' | 'freeze' | 'refuse' | 'restart'>): FaultKinds {
  return {
    'media.kill': once('The publisher’s connection breaks.', { streamID }, (fault) =>
      hitSome(media.kill(fault.streamID), 'nobody is publishing that stream'),
    ),
    'media.freeze': lasting('Viewers stay connected and get nothing.', { streamID }, (fault) => {
      media.freeze(fault.streamID)
      return () => media.freeze(fault.streamID, false)
    }),
    'media.refuse': lasting('New publishers are turned away; those on the air stay.', {}, () => {
      media.refuse(true)
      return () => media.refuse(false)
    }),
    'media.restart': once(
      'Every stream and connection is lost; answers when the server is back on the same ports.',
      { downMs: ms.optional() },
      ({ downMs }) => media.restart({ downMs }),
    ),
  }
}
