/**
 * The part of wx-server-sdk 4.0.2's database that the repos use. The package's own index.d.ts answers
 * `Promise<…> | void | string` (it describes the callback form, too) and knows no documents.
 */
export interface Database {
  readonly command: { in(values: readonly unknown[]): unknown }
  collection(name: string): Collection
}

export interface Query {
  where(condition: Record<string, unknown>): Query
  orderBy(field: string, order: 'asc' | 'desc'): Query
  limit(max: number): Query
  get(): Promise<{ data: unknown[] }>
  update(options: { data: Record<string, unknown> }): Promise<{ stats: { updated: number } }>
}

export interface Collection extends Query {
  add(options: { data: Record<string, unknown> }): Promise<{ _id: string | number }>
}

/**
 * A unique index or the `_id` refused an insert. SDK 4.0.2 has no code of its own for it (-502001 is every failed
 * request); the text is the database's.
 */
export function isDuplicate(error: unknown): boolean {
  const { errMsg, message } = (error ?? {}) as { errMsg?: unknown; message?: unknown }
  return /E11000|DATABASE_DUPLICATE_WRITE/.test(`${errMsg} ${message}`)
}
