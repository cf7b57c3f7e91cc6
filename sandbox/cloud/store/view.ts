import type { Document } from './document.ts'

/** What an operation reads from: the committed state, or a transaction's snapshot. Throws when a collection is missing. */
export interface View {
  get(collection: string, key: string): Document | null
  documents(collection: string): Iterable<Document>
}
