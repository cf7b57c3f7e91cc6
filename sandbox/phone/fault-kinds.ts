import { z } from 'zod'
import type { Undo } from '../faults/active-faults.ts'
import { type FaultTargets, lasting, ms, phone } from '../faults/fault-kind.ts'
import type { ConditionChange } from './conditions.ts'
import type { PhoneRegistry } from './phones.ts'

const networkType = z.enum(['wifi', '5g', '4g', '3g', '2g'])

/** Ours: what a crowded hall's network is like. */
const SLOW = { delayMs: 600, kbps: 400 } as const

/**
 * Of one phone and its network. They outlive a reload of its page. `background` and `permissionWithdrawn` need an open
 * page: NOT_FOUND after 10 s without one.
 */
export function phoneFaultKinds(phones: PhoneRegistry): FaultTargets {
  const change =
    (to: ConditionChange) =>
    (fault: { phone: string }): Promise<Undo> =>
      phones.addCondition(fault.phone, to)
  /** A page that was closed meanwhile is not waited for: it starts in the foreground. */
  const whenOpen = async (phoneID: string, run: () => Promise<unknown>): Promise<void> => {
    if (phones.find(phoneID)?.connected) await run()
  }
  return {
    network: {
      label: '网络',
      kinds: {
        off: lasting(
          {
            label: '断网',
            what: 'The phone has no network: connections break at both ends, new ones fail.',
            fields: { phone },
          },
          change({ network: { type: 'none' } }),
        ),
        slow: lasting(
          {
            label: '弱网',
            what: 'A crowded hall: everything comes later and in a trickle, each way.',
            fields: { phone, delayMs: ms.default(SLOW.delayMs), kbps: z.int().positive().default(SLOW.kbps) },
          },
          ({ phone: id, delayMs, kbps }) => phones.addCondition(id, { network: { delayMs, kbps } }),
        ),
        switch: lasting(
          {
            label: '4G',
            what: 'Another network, and back when it is lifted: connections break, new ones succeed.',
            fields: { phone, to: networkType.default('4g') },
          },
          ({ phone: id, to }) => phones.addCondition(id, { network: { type: to } }),
        ),
      },
    },
    phone: {
      label: '手机',
      kinds: {
        background: lasting(
          {
            label: '切到后台',
            what: 'The app goes to the background; after 5 s its code stands still.',
            fields: { phone },
          },
          async ({ phone: id }) => {
            await phones.request(id, 'app.hide', {})
            return () => whenOpen(id, () => phones.request(id, 'app.show', {}))
          },
        ),
        call: lasting(
          {
            label: '来电',
            what: 'Somebody calls: the sound is interrupted until they hang up.',
            fields: { phone },
          },
          change({ call: true }),
        ),
        cameraLost: lasting(
          { label: '摄像头丢失', what: 'The camera is taken away.', fields: { phone } },
          change({ cameraLost: true }),
        ),
        micLost: lasting(
          { label: '麦克风丢失', what: 'The microphone is taken away.', fields: { phone } },
          change({ micLost: true }),
        ),
        permissionWithdrawn: lasting(
          {
            label: '收回授权',
            what: 'Camera, microphone or both are forbidden in WeChat’s settings.',
            fields: { phone, scope: z.enum(['camera', 'record']).optional() },
          },
          async ({ phone: id, scope }) => {
            const scopes = scope === undefined ? (['camera', 'record'] as const) : [scope]
            const set = async (allowed: boolean) => {
              for (const one of scopes)
                await phones.request(id, 'permission.set', { scope: `scope.${one}`, allowed })
            }
            await set(false)
            return () => whenOpen(id, () => set(true))
          },
        ),
      },
    },
    publisher: {
      label: '推流',
      kinds: {
        freeze: lasting(
          { label: '推流卡死', what: 'The pusher stays connected and sends nothing.', fields: { phone } },
          change({ publisherFrozen: true }),
        ),
      },
    },
  }
}
