import type { ConditionChange } from './conditions.ts'
import type { NetworkType } from './link/link.ts'
import type { PhoneRegistry } from './phones.ts'

/** Takes the fault back; twice is harmless. */
export type Undo = () => Promise<void>

/**
 * What can go wrong with a phone, ordered by the control API. Every call answers its undoing and throws SandboxError NOT_FOUND
 * for a phone that does not exist. Faults outlive a reload of the page. `background` and `permissionWithdrawn` need
 * an open page: NOT_FOUND after 10 s without one.
 */
export interface PhoneFaults {
  /** No network: connections break at both ends, new ones fail. */
  networkOff(phoneID: string): Promise<Undo>
  /** A weak network: `delayMs` each way, `kbps` each way. */
  networkSlow(phoneID: string, how?: { readonly delayMs?: number; readonly kbps?: number }): Promise<Undo>
  /** Another network, at the start and again at the undoing: connections break, new ones succeed. */
  networkSwitch(phoneID: string, to?: NetworkType): Promise<Undo>
  /** To the desktop; after 5 s the app's code stands still. */
  background(phoneID: string): Promise<Undo>
  call(phoneID: string): Promise<Undo>
  cameraLost(phoneID: string): Promise<Undo>
  micLost(phoneID: string): Promise<Undo>
  /** The person takes a permission back in WeChat's settings; without a scope both. */
  permissionWithdrawn(phoneID: string, scope?: 'camera' | 'record'): Promise<Undo>
  publisherFreeze(phoneID: string): Promise<Undo>
  /** All of them, on every phone. */
  clear(): Promise<void>
}

/** Ours: what a crowded hall's network is like. */
const SLOW = { delayMs: 600, kbps: 400 } as const

export function createPhoneFaults(phones: PhoneRegistry): PhoneFaults {
  const active = new Set<Undo>()

  /** `undo` runs once, whoever asks first: the registry or `clear`. */
  const lasting = (undo: () => Promise<unknown>): Undo => {
    const once: Undo = async () => {
      if (active.delete(once)) await undo()
    }
    active.add(once)
    return once
  }
  const apply = async (phoneID: string, change: ConditionChange): Promise<Undo> => {
    const remove = await phones.addCondition(phoneID, change)
    return lasting(remove)
  }

  /** A page that was closed meanwhile is not waited for: it starts in the foreground. */
  const whenOpen = async (phoneID: string, run: () => Promise<unknown>): Promise<void> => {
    if (phones.find(phoneID)?.connected) await run()
  }

  return {
    networkOff: (id) => apply(id, { network: { type: 'none' } }),
    networkSlow: (id, { delayMs = SLOW.delayMs, kbps = SLOW.kbps } = {}) =>
      apply(id, { network: { delayMs, kbps } }),
    networkSwitch: (id, to = '4g') => apply(id, { network: { type: to } }),
    async background(id) {
      await phones.request(id, 'app.hide', {})
      return lasting(() => whenOpen(id, () => phones.request(id, 'app.show', {})))
    },
    call: (id) => apply(id, { call: true }),
    cameraLost: (id) => apply(id, { cameraLost: true }),
    micLost: (id) => apply(id, { micLost: true }),
    async permissionWithdrawn(id, scope) {
      const scopes = scope === undefined ? (['camera', 'record'] as const) : [scope]
      const set = async (allowed: boolean) => {
        for (const one of scopes)
          await phones.request(id, 'permission.set', { scope: `scope.${one}`, allowed })
      }
      await set(false)
      return lasting(() => whenOpen(id, () => set(true)))
    },
    publisherFreeze: (id) => apply(id, { publisherFrozen: true }),
    async clear() {
      for (const undo of [...active]) await undo()
    },
  }
}
