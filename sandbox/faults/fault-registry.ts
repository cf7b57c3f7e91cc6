import { z } from 'zod'
import { SandboxError, SandboxUnsupportedError } from '../errors.ts'
import type { Undo } from './active-faults.ts'
import type { FaultKind, FaultTargets, PhoneScope } from './fault-kind.ts'
import type { ActiveFault, ListedKind } from './fault-view.ts'

export type { ActiveFault, ListedKind }

export interface FaultRequest {
  readonly target: string
  readonly kind: string
  /** Ends what lasts by itself, ms. */
  readonly forMs?: number
  readonly [field: string]: unknown
}

export interface FaultRegistryDeps {
  /** What the parts let go wrong. */
  readonly targets: FaultTargets
  /** Throws SandboxError NOT_FOUND for a phone that does not exist. */
  readonly originOf: (phoneID: string) => string
}

type Active = ActiveFault & { readonly lift: Undo; readonly timer: NodeJS.Timeout | undefined }

/**
 * The one engine of faults: checks what is ordered against what the parts offer, finds the phone, keeps ids and time, and
 * lifts. What no part offers refuses (D-CT-02).
 */
export class FaultRegistry {
  readonly #deps: FaultRegistryDeps
  readonly #active = new Map<string, Active>()
  readonly #listeners = new Set<(line: string) => void>()
  #last = 0

  constructor(deps: FaultRegistryDeps) {
    this.#deps = deps
  }

  kinds(): readonly ListedKind[] {
    return Object.entries(this.#deps.targets).flatMap(([target, { label, kinds }]) =>
      Object.entries(kinds).map(([kind, one]) => ({ target, kind, targetLabel: label, ...listed(one) })),
    )
  }

  active(): readonly ActiveFault[] {
    return [...this.#active.values()].map(({ lift: _lift, timer: _timer, ...shown }) => shown)
  }

  /** Throws UNSUPPORTED for an unknown kind, BAD_REQUEST for odd fields, NOT_FOUND for what it cannot hit. */
  async add(request: FaultRequest): Promise<{ id: string }> {
    const { target, kind, forMs, ...given } = request
    const key = `${target}.${kind}`
    const found = own(own(this.#deps.targets, target)?.kinds, kind)
    if (!found) throw new SandboxUnsupportedError(`the fault ${key}`, 'D-CT-02')
    if (forMs !== undefined && !found.lasts)
      throw new SandboxError('BAD_REQUEST', `${key} is over at once: it takes no forMs`)
    const parsed = found.fields.safeParse(given)
    if (!parsed.success) throw new SandboxError('BAD_REQUEST', `${key}: ${z.prettifyError(parsed.error)}`)
    const fields: ActiveFault['fields'] = parsed.data
    const lift = await found.apply(fields as never, this.#scopeOf(fields))
    this.#last += 1
    const id = `fault-${this.#last}`
    if (lift) this.#keep(request, id, fields, lift)
    this.#changed(key, fields, lift ? 'began' : 'struck')
    return { id }
  }

  /** Without an id: all of them. Throws NOT_FOUND. */
  async remove(id?: string): Promise<void> {
    if (id !== undefined) return this.#remove(id)
    // Newest first: who lies on top is lifted first.
    for (const one of [...this.#active.keys()].reverse()) await this.#remove(one)
  }

  /** A seed begins without faults. */
  beforeReset(): Promise<void> {
    return this.remove()
  }

  /** Told when one begins or is over, in a line for the terminal. */
  onChange(listener: (line: string) => void): void {
    this.#listeners.add(listener)
  }

  /** Nothing ends by itself any more. */
  stop(): void {
    for (const { timer } of this.#active.values()) clearTimeout(timer)
    this.#active.clear()
  }

  #scopeOf({ phone }: ActiveFault['fields']): PhoneScope | undefined {
    return typeof phone === 'string' ? { phoneID: phone, origin: this.#deps.originOf(phone) } : undefined
  }

  #keep({ target, kind, forMs }: FaultRequest, id: string, fields: ActiveFault['fields'], lift: Undo): void {
    const timer =
      forMs === undefined ? undefined : setTimeout(() => void this.#remove(id).catch(() => {}), forMs)
    timer?.unref()
    const untilMs = forMs === undefined ? null : Date.now() + forMs
    this.#active.set(id, { id, target, kind, fields, untilMs, lift, timer })
  }

  async #remove(id: string): Promise<void> {
    const fault = this.#active.get(id)
    if (!fault) throw new SandboxError('NOT_FOUND', `no fault ${id} is active`)
    this.#active.delete(id)
    clearTimeout(fault.timer)
    await fault.lift()
    this.#changed(`${fault.target}.${fault.kind}`, fault.fields, 'is over')
  }

  #changed(what: string, { phone }: ActiveFault['fields'], how: string): void {
    const whom = typeof phone === 'string' ? ` of ${phone}` : ''
    for (const listener of this.#listeners) listener(`fault ${what}${whom} ${how}`)
  }
}

function listed({ label, what, lasts, fields }: FaultKind) {
  const { properties = {}, required = [] } = z.toJSONSchema(fields, { io: 'input' })
  return { label, what, lasts, fields: properties, needs: required }
}

const own = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  table && Object.hasOwn(table, key) ? table[key] : undefined
