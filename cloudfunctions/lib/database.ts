/**
 * The part of wx-server-sdk 4.0.2's database that the repos use. The package's own index.d.ts answers
 * `Promise<…> | void | string` (it describes the callback form, too) and knows no documents.
 */
export interface Database {
  readonly command: {
    lt(value: number | string): unknown
    lte(value: number): unknown
    gt(value: number): unknown
    gte(value: number): unknown
    /** Both bounds included. */
    and(conditions: readonly unknown[]): unknown
    in(values: readonly string[]): unknown
    exists(exists: boolean): unknown
    inc(value: number): unknown
    /** Takes the field away. */
    remove(): unknown
    /** Replaces the field whole: an object without it is taken apart into `field.name` paths, which null has not. */
    set(value: unknown): unknown
    or(conditions: readonly Record<string, unknown>[]): unknown
    readonly aggregate: { sum(value: number | string): unknown }
  }
  RegExp(expression: { regexp: string; options?: string }): unknown
  collection(name: string): Collection
}

export interface Query {
  where(condition: unknown): Query
  orderBy(field: string, order: 'asc' | 'desc'): Query
  limit(max: number): Query
  /** Which fields come back: named ones (true), or all but named ones (false). */
  field(fields: Record<string, boolean>): Query
  get(): Promise<{ data: unknown[] }>
  update(options: { data: Record<string, unknown> }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
}

export interface Collection extends Query {
  add(options: { data: Record<string, unknown> }): Promise<{ _id: string | number }>
  aggregate(): Pipeline
}

export interface Pipeline {
  match(condition: unknown): Pipeline
  group(fields: Record<string, unknown>): Pipeline
  /** Without it 20 rows come back. */
  limit(max: number): Pipeline
  end(): Promise<{ list: unknown[] }>
}

/**
 * A unique index or the `_id` refused an insert. SDK 4.0.2 has no code of its own for it (-502001 is every failed
 * request); the text is the database's.
 */
export function isDuplicate(error: unknown): boolean {
  const { errMsg, message } = (error ?? {}) as { errMsg?: unknown; message?: unknown }
  return /E11000|DATABASE_DUPLICATE_WRITE/.test(`${errMsg} ${message}`)
}

/** Inserts; false when the `_id` or a unique index has it already. */
export async function addOnce(collection: Collection, document: Record<string, unknown>): Promise<boolean> {
  try {
    await collection.add({ data: document })
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}
