import { z } from 'zod'
import { CALLBACK_EVENTS } from '../../zego/callbacks.ts'
import type { ZegoFaults } from '../../zego/zego-faults.ts'
import { type FaultKinds, hitSome, lasting, ms, once, phone } from './fault-kind.ts'

/** Whom: one phone, one ZEGO user, or everybody. */
const whom = { phone: phone.optional(), userID: z.string().min(1).optional() }
const event = z.enum(CALLBACK_EVENTS).optional()
const NOBODY = 'nobody there is connected to ZEGO'

/** `originOf` throws SandboxError NOT_FOUND for a phone that does not exist. */
export function zegoKinds(zego: ZegoFaults, originOf: (phoneID: string) => string): FaultKinds {
  const hit = (fault: { phone?: string; userID?: string }) => ({
    userID: fault.userID,
    origin: fault.phone === undefined ? undefined : originOf(fault.phone),
  })
  return {
    'zego.slow': lasting(
      'Every frame to the phone comes later.',
      { ...whom, ms: ms.default(1_000) },
      (fault) => zego.slow({ ...hit(fault), ms: fault.ms }),
    ),
    'zego.dropSocket': once('The socket breaks; the SDK comes back by itself.', whom, (fault) =>
      hitSome(zego.dropSocket(hit(fault)), NOBODY),
    ),
    'zego.restartEmpty': once('ZEGO forgets rooms, people and streams; every socket closes.', {}, () =>
      zego.restartEmpty(),
    ),
    'zego.refuseLogin': lasting(
      'LoginRoom fails with the code as the SDK says it.',
      { ...whom, code: z.int().positive().default(1102016) },
      (fault) => zego.refuseLogin({ ...hit(fault), code: fault.code }),
    ),
    'zego.muteLogin': lasting('LoginRoom is never answered.', whom, (fault) => zego.muteLogin(hit(fault))),
    'zego.expireToken': once('The tokens in use have run out; a new one is good.', whom, (fault) =>
      hitSome(zego.expireToken(hit(fault)), NOBODY),
    ),
    'zego.kick': once(
      'Out of the room, by the server.',
      { ...whom, roomID: z.string().optional(), reason: z.string().default('') },
      (fault) =>
        hitSome(
          zego.kick({ ...hit(fault), roomID: fault.roomID, reason: fault.reason }),
          'nobody there is in a room',
        ),
    ),
    'zego.dispatchFail': lasting('No address to push or play is given out.', whom, (fault) =>
      zego.dispatchFail(hit(fault)),
    ),
    'zego.loseMessages': lasting(
      'A share of the barrages does not arrive, the same ones for the same seed.',
      { ...whom, share: z.number().min(0).max(1).default(0.3), seed: z.int().optional() },
      (fault) => zego.loseMessages({ ...hit(fault), share: fault.share, seed: fault.seed }),
    ),
    'callback.lose': lasting('Callbacks to the app server do not arrive.', { event }, (fault) =>
      zego.loseCallbacks(fault),
    ),
    'callback.double': lasting('Callbacks arrive twice.', { event }, (fault) => zego.doubleCallbacks(fault)),
    'callback.delay': lasting('Callbacks arrive later.', { event, ms: ms.default(5_000) }, (fault) =>
      zego.delayCallbacks(fault),
    ),
  }
}
