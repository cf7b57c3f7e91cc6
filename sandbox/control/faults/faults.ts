import { z } from 'zod'
import { SandboxError, SandboxUnsupportedError } from '../../errors.ts'
import type { FaultKind, FaultKinds, Undo } from './fault-kind.ts'

export interface FaultRequest {
  readonly target: string
  readonly kind: string
  /** Ends what lasts by itself, ms. */
  readonly forMs?: number
  readonly [field: string]: unknown
}

export interface ActiveFault {
  readonly id: string
  readonly target: string
  readonly kind: string
  /** As it was ordered, defaults filled in. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Machine time, ms; null = until it is taken back. */
  readonly untilMs: number | null
}

export interface ListedKind {
  readonly target: string
  readonly kind: string
  readonly what: string
  readonly lasts: boolean
  /** JSON schema of each field a request may have beside target, kind and forMs. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Those that must be there. */
  readonly needs: readonly string[]
}

export interface Faults {
  kinds(): readonly ListedKind[]
  active(): readonly ActiveFault[]
  /** Throws UNSUPPORTED for an unknown kind, BAD_REQUEST for odd fields, NOT_FOUND for what it cannot hit. */
  add(request: FaultRequest): Promise<{ id: string }>
  /** Without an id: all of them. Throws NOT_FOUND. */
  remove(id?: string): Promise<void>
  /** Told when one begins or is over, in a line for the terminal. */
  onChange(listener: (line: string) => void): void
  stop(): void
}

type Active = ActiveFault & { readonly undo: Undo; readonly timer: NodeJS.Timeout | undefined }

/** Faults that a person or a test has ordered. What is not in the table refuses (D-CT-02). */
export function createFaults(table: FaultKinds): Faults {
  const active = new Map<string, Active>()
  const listeners = new Set<(line: string) => void>()
  const changed = (what: string, { phone }: Readonly<Record<string, unknown>>, how: string) => {
    const whom = typeof phone === 'string' ? ` of ${phone}` : ''
    for (const listener of listeners) listener(`fault ${what}${whom} ${how}`)
  }
  let last = 0

  const remove = async (id: string) => {
    const fault = active.get(id)
    if (!fault) throw new SandboxError('NOT_FOUND', `no fault ${id} is active`)
    active.delete(id)
    clearTimeout(fault.timer)
    await fault.undo()
    changed(`${fault.target}.${fault.kind}`, fault.fields, 'is over')
  }
  const keep = (request: FaultRequest, id: string, fields: ActiveFault['fields'], undo: Undo) => {
    const { target, kind, forMs } = request
    const timer = forMs === undefined ? undefined : setTimeout(() => void remove(id).catch(() => {}), forMs)
    timer?.unref()
    const untilMs = forMs === undefined ? null : Date.now() + forMs
    active.set(id, { id, target, kind, fields, untilMs, undo, timer })
  }

  return {
    kinds: () => Object.entries(table).map(([key, kind]) => listed(key, kind)),
    active: () => [...active.values()].map(({ undo: _undo, timer: _timer, ...shown }) => shown),
    async add(request) {
      const { target, kind, forMs, ...given } = request
      const key = `${target}.${kind}`
      const found = Object.hasOwn(table, key) ? table[key] : undefined
      if (!found) throw new SandboxUnsupportedError(`the fault ${key}`, 'D-CT-02')
      if (forMs !== undefined && !found.lasts)
        throw new SandboxError('BAD_REQUEST', `${key} is over at once: it takes no forMs`)
      const parsed = found.fields.safeParse(given)
      if (!parsed.success) throw new SandboxError('BAD_REQUEST', `${key}: ${z.prettifyError(parsed.error)}`)
      const undo = await found.start(parsed.data as never)
      last += 1
      const id = `fault-${last}`
      if (undo) keep(request, id, parsed.data, undo)
      changed(key, parsed.data, undo ? 'began' : 'struck')
      return { id }
    },
    async remove(id) {
      if (id !== undefined) return remove(id)
      // Newest first: who lies on top is lifted first.
      for (const one of [...active.keys()].reverse()) await remove(one)
    },
    onChange: (listener) => void listeners.add(listener),
    stop() {
      for (const { timer } of active.values()) clearTimeout(timer)
      active.clear()
    },
  }
}

function listed(key: string, { what, lasts, fields }: FaultKind): ListedKind {
  const [target = '', kind = ''] = key.split('.')
  const { properties = {}, required = [] } = z.toJSONSchema(fields, { io: 'input' })
  return { target, kind, what, lasts, fields: properties, needs: required }
}
