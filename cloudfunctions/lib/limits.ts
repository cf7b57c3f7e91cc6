import deployment from '../deployment.json'
import type { Log } from './log'

/** What the platform tells a running function (SCF, context of Node.js). */
interface PlatformContext {
  readonly function_name?: unknown
  readonly time_limit_in_ms?: unknown
  readonly memory_limit_in_mb?: unknown
}

const NEEDS: Readonly<Record<string, { readonly timeout: number; readonly memory: number }>> = deployment

const warned = new WeakSet<Log>()

/**
 * Says once an instance when the platform gives this function less than deployment.json asks for: what is set in the
 * console is seen nowhere else, and a call that is cut off says nothing itself.
 */
export function warnOfLimits(log: Log, context: unknown): void {
  if (warned.has(log) || typeof context !== 'object' || context === null) return
  warned.add(log)
  const {
    function_name: name,
    time_limit_in_ms: timeMs,
    memory_limit_in_mb: memoryMB,
  } = context as PlatformContext
  const needs = typeof name === 'string' && Object.hasOwn(NEEDS, name) ? NEEDS[name] : undefined
  if (needs === undefined) return
  if (typeof timeMs === 'number' && timeMs < needs.timeout * 1000) {
    log({ event: 'limit-too-small', limit: 'timeout', has: timeMs / 1000, needs: needs.timeout })
  }
  if (typeof memoryMB === 'number' && memoryMB < needs.memory) {
    log({ event: 'limit-too-small', limit: 'memory', has: memoryMB, needs: needs.memory })
  }
}
