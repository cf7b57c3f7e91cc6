import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether `typed` is the setup code (128 bits as 32 hex digits, tools/setup-code.mjs) whose SHA-256 (64 hex digits)
 * the environment reservations. Capitals, blanks and dashes do not count; the time it takes says nothing.
 */
export function isSetupCode(typed: string, sha256: string): boolean {
  const code = typed.toLowerCase().replace(/[\s-]/g, '')
  const given = createHash('sha256').update(code, 'utf8').digest()
  return timingSafeEqual(given, Buffer.from(sha256, 'hex'))
}
