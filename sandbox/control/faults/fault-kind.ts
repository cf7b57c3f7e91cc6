import { z } from 'zod'
import { SandboxError } from '../../errors.ts'

export type Undo = () => unknown

/** One thing that can be broken. `fields` are what a request may say beside target, kind and forMs. */
export interface FaultKind {
  /** What happens, one English sentence for the list and the page. */
  readonly what: string
  readonly fields: z.ZodObject
  /** true = it stays until it is taken back, or for `forMs`; false = it is over when `start` has answered. */
  readonly lasts: boolean
  /** `fields` were checked. Answers the undoing of what lasts. Throws SandboxError NOT_FOUND for what it cannot hit. */
  start(fields: never): Promise<Undo | undefined>
}

/** `target.kind` → what it does. */
export type FaultKinds = Readonly<Record<string, FaultKind>>

export function lasting<S extends z.ZodRawShape>(
  what: string,
  shape: S,
  start: (fields: z.infer<z.ZodObject<S>>) => Undo | Promise<Undo>,
): FaultKind {
  return { what, fields: z.strictObject(shape), lasts: true, start: async (fields) => start(fields) }
}

export function once<S extends z.ZodRawShape>(
  what: string,
  shape: S,
  strike: (fields: z.infer<z.ZodObject<S>>) => unknown,
): FaultKind {
  return {
    what,
    fields: z.strictObject(shape),
    lasts: false,
    start: async (fields) => {
      await strike(fields)
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
