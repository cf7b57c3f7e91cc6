import * as z from 'zod'

/**
 * Any ID of our alphabet, not only one of the right length: a link that lost its tail is an unknown room (which tells
 * the person so), not a malformed request.
 */
export const roomID = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/)

/** File ID, https URL or a path inside the package. */
export const cover = z
  .string()
  .max(512)
  .regex(/^(?:cloud:\/\/|https:\/\/|\/(?!\/))\S+$/)
