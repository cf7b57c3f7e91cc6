import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const fileOf = (root) => join(root, '.sandbox/asked-domains.txt')

/** Where the journeys of a run that begins now note the server domains that phones asked for: one a line. */
export function freshAskedDomains(root) {
  const file = fileOf(root)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  return file
}

/**
 * What the phones of the last whole test run asked for.
 * @returns {{domains: string[], at: Date} | null} null = there was none, or it ended before its first journey did
 */
export function readAskedDomains(root) {
  const file = fileOf(root)
  if (!existsSync(file)) return null
  const domains = [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))].sort()
  return domains.length === 0 ? null : { domains, at: statSync(file).mtime }
}
