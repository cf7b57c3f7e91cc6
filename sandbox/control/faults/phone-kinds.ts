import { z } from 'zod'
import type { PhoneFaults } from '../../phone/phone-faults.ts'
import { type FaultKinds, lasting, ms, phone } from './fault-kind.ts'

const networkType = z.enum(['wifi', '5g', '4g', '3g', '2g'])

/** Of one phone and its network. They stay over a reload of its page. */
export function phoneKinds(faults: PhoneFaults): FaultKinds {
  return {
    'network.off': lasting(
      'The phone has no network: connections break at both ends, new ones fail.',
      { phone },
      (fault) => faults.networkOff(fault.phone),
    ),
    'network.slow': lasting(
      'A crowded hall: everything comes later and in a trickle.',
      { phone, delayMs: ms.optional(), kbps: z.int().positive().optional() },
      ({ phone: id, delayMs, kbps }) => faults.networkSlow(id, { delayMs, kbps }),
    ),
    'network.switch': lasting(
      'Another network, and back when it is undone: connections break, new ones succeed.',
      { phone, to: networkType.optional() },
      ({ phone: id, to }) => faults.networkSwitch(id, to),
    ),
    'phone.background': lasting('The app goes to the background.', { phone }, (fault) =>
      faults.background(fault.phone),
    ),
    'phone.call': lasting(
      'Somebody calls: the sound is interrupted until they hang up.',
      { phone },
      (fault) => faults.call(fault.phone),
    ),
    'phone.cameraLost': lasting('The camera is taken away.', { phone }, (fault) =>
      faults.cameraLost(fault.phone),
    ),
    'phone.micLost': lasting('The microphone is taken away.', { phone }, (fault) =>
      faults.micLost(fault.phone),
    ),
    'phone.permissionWithdrawn': lasting(
      'Camera, microphone or both are forbidden in the settings.',
      { phone, scope: z.enum(['camera', 'record']).optional() },
      ({ phone: id, scope }) => faults.permissionWithdrawn(id, scope),
    ),
    'publisher.freeze': lasting('The pusher stays connected and sends nothing.', { phone }, (fault) =>
      faults.publisherFreeze(fault.phone),
    ),
  }
}
