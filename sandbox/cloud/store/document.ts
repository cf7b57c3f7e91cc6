import { type Fields, toEjson } from '../ejson.ts'
import { CloudError } from '../errors.ts'

/** One document. Once stored it is never changed in place: a write makes a new one. */
export type Document = Fields & { _id: string | number }

/** The identity of a document inside its collection: 1 and "1" are two documents. */
export const keyOf = (id: string | number): string => JSON.stringify(id)

/** One write: the document as it will be, or null when it goes. */
export interface Change {
  readonly collection: string
  readonly key: string
  readonly document: Document | null
}

export const sameContent = (left: Document, right: Document): boolean => toEjson(left) === toEjson(right)

/** Throws CloudError INVALID_PARAM when `_id` is not a string or a number. */
export function asDocument(fields: Fields): Document {
  const { _id } = fields
  if (typeof _id !== 'string' && typeof _id !== 'number')
    throw new CloudError('INVALID_PARAM', '_id must be a string or a number')
  return { ...fields, _id }
}
