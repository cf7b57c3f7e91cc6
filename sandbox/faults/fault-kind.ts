import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import type { Undo } from './active-faults.ts'

/** The phone that a fault is limited to. */
export interface PhoneScope {
  readonly phoneID: string
  /** Of its page: by it other parts know which sockets are this phone's. */
  readonly origin: string
}

/** One thing that can be broken. */
export interface FaultKind {
  /** Chinese, for a button. */
  readonly label: string
  /** What happens, one English sentence. */
  readonly what: string
  /** What a request may say beside target, kind and forMs. */
  readonly fields: z.ZodObject
  /** true = it stays until it is lifted, or for `forMs`; false = it is over when `apply` has answered. */
  readonly lasts: boolean
  /**
   * `fields` were checked; `scope` is there when they name a phone. Answers the lifting of what lasts. Throws
   * SandboxError NOT_FOUND for what it cannot hit.
   */
  apply(fields: never, scope: PhoneScope | undefined): Promise<Undo | undefined>
}

/** What a part lets go wrong: target → kind. The field `phone`, where a kind has it, limits a fault to one phone. */
export type FaultTargets = Readonly<
  Record<string, { readonly label: string; readonly kinds: Readonly<Record<string, FaultKind>> }>
>

interface Description<S extends z.ZodRawShape> {
  readonly label: string
  readonly what: string
  readonly fields?: S
}

type Apply<S extends z.ZodRawShape, A> = (fields: z.infer<z.ZodObject<S>>, scope: PhoneScope | undefined) => A

/** A fault that stays until it is lifted. */
export function lasting<S extends z.ZodRawShape = Record<never, never>>(
  { fields, ...description }: Description<S>,
  apply: Apply<S, Undo | Promise<Undo>>,
): FaultKind {
  return {
    ...description,
    fields: z.strictObject(fields ?? {}),
    lasts: true,
    apply: async (given, scope) => apply(given, scope),
  }
}

/** A fault that is over as soon as it has struck. */
export function once<S extends z.ZodRawShape = Record<never, never>>(
  { fields, ...description }: Description<S>,
  strike: Apply<S, unknown>,
): FaultKind {
  return {
    ...description,
    fields: z.strictObject(fields ?? {}),
    lasts: false,
    apply: async (given, scope) => {
      await strike(given, scope)
      return undefined
    },
  }
}

/** `count` things were hit; none is a mistake of who ordered it. */
export function hitSome(count: number, nobody: string): void {
  if (count === 0) throw new SandboxError('NOT_FOUND', nobody)
}

export const ms = z.int().min(0).max(600_000)
export const phone = z.string().regex(/^p\d+$/, 'is the id of a phone, e.g. p1')
