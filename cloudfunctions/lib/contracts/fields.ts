import * as z from 'zod'

/**
 * Any ID of our alphabet, not only one of the right length: a link that lost its tail is an unknown room (which tells
 * the person so), not a malformed request.
 */
export const roomID = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/)

/** File ID, https URL, a path inside the package, or '' = none. Nothing that ends a CSS url or an attribute. */
export const cover = z
  .string()
  .max(300)
  .regex(/^(?:(?:cloud:\/\/|https:\/\/|\/(?!\/))[^\s"'()<>\\]+)?$/)
