import { SandboxError, SandboxUnsupportedError } from '../errors.ts'

export interface FaultTargets {
  /** Closes publishers; answers how many. */
  killStreams?(streamID?: string): number
  dropZegoSockets?(userID?: string): void
  pressPhone(phoneID: string, button: 'hide' | 'show'): Promise<void>
}

export interface FaultRequest {
  readonly target: string
  readonly kind: string
  readonly phone?: string
  readonly forMs?: number
  readonly [field: string]: unknown
}

export interface ActiveFault {
  readonly id: string
  readonly target: string
  readonly kind: string
}

export interface Faults {
  kinds(): readonly { readonly target: string; readonly kind: string }[]
  active(): readonly ActiveFault[]
  /** Throws UNSUPPORTED for what is not built, NOT_FOUND for what it should hit. */
  add(request: FaultRequest): Promise<{ id: string }>
  /** Without an id: all of them. */
  remove(id?: string): Promise<void>
}

/** Answers the undoing; nothing when the fault is over at once. */
type Inflict = (targets: FaultTargets, request: FaultRequest) => Promise<undefined | (() => Promise<void>)>

const KINDS: Readonly<Record<string, Inflict>> = {
  'media.kill': async ({ killStreams }, { streamID }) => {
    const killed = killStreams?.(typeof streamID === 'string' ? streamID : undefined) ?? 0
    if (killed === 0) throw new SandboxError('NOT_FOUND', 'nobody is publishing that stream')
    return undefined
  },
  'zego.dropSocket': async ({ dropZegoSockets }, { userID }) => {
    if (!dropZegoSockets)
      throw new SandboxError('NOT_FOUND', 'this project has no zego in its sandbox.config.json')
    dropZegoSockets(typeof userID === 'string' ? userID : undefined)
    return undefined
  },
  'phone.background': async ({ pressPhone }, { phone }) => {
    if (phone === undefined) throw new SandboxError('BAD_REQUEST', 'phone.background needs the id of a phone')
    await pressPhone(phone, 'hide')
    return () => pressPhone(phone, 'show')
  },
}

/** Troubles a person or a test can order. The kinds are a table; the contract's others refuse (D-CT-02). */
export function createFaults(targets: FaultTargets): Faults & { stop(): void } {
  const active = new Map<string, ActiveFault & { undo: () => Promise<void>; timer?: NodeJS.Timeout }>()
  let last = 0
  const remove = async (id: string) => {
    const fault = active.get(id)
    if (!fault) throw new SandboxError('NOT_FOUND', `no fault ${id} is active`)
    active.delete(id)
    clearTimeout(fault.timer)
    await fault.undo()
  }
  return {
    kinds: () =>
      Object.keys(KINDS).map((key) => {
        const [target = '', kind = ''] = key.split('.')
        return { target, kind }
      }),
    active: () => [...active.values()].map(({ id, target, kind }) => ({ id, target, kind })),
    async add(request) {
      const key = `${request.target}.${request.kind}`
      const inflict = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined
      if (!inflict) throw new SandboxUnsupportedError(`the fault ${key}`, 'D-CT-02')
      const undo = await inflict(targets, request)
      last += 1
      const id = `fault-${last}`
      if (undo) {
        const timer =
          request.forMs === undefined
            ? undefined
            : setTimeout(() => void remove(id).catch(() => {}), request.forMs)
        timer?.unref()
        active.set(id, { id, target: request.target, kind: request.kind, undo, timer })
      }
      return { id }
    },
    async remove(id) {
      if (id !== undefined) return remove(id)
      for (const one of [...active.keys()]) await remove(one)
    },
    stop() {
      for (const { timer } of active.values()) clearTimeout(timer)
      active.clear()
    },
  }
}
