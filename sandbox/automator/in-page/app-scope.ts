import { MODULE_HIDDEN } from '../../phone/runtime/module-parameters.ts'

/** What of the running app the automator touches. Made by automator.ts from the phone page's internals. */
export interface AppScope {
  /** The very object that app code calls as `wx`: mocks replace its members. */
  readonly wx: Record<string, unknown>
  /** Globals of an app module by name: wx, getApp, getCurrentPages, console, … */
  readonly globals: () => Readonly<Record<string, unknown>>
  /** Bindings made by exposeFunction: functions of the test that app code of `evaluate` calls by name. */
  readonly bindings: Map<string, (...args: unknown[]) => void>
}

/**
 * Turns the source text of a test's function into a function of the app's scope: it sees wx, getApp, getCurrentPages
 * and the exposed functions, no closure of the test and no browser.
 */
export function compileInScope(scope: AppScope, source: string): (...args: unknown[]) => unknown {
  const globals = { ...scope.globals(), ...Object.fromEntries(scope.bindings) }
  const names = [...new Set([...Object.keys(globals), ...MODULE_HIDDEN])]
  let compiled: unknown
  try {
    compiled = new Function(...names, `return (${source})`)(...Object.values(globals))
  } catch (error) {
    throw new Error(`the function could not be read: ${(error as Error).message}`)
  }
  if (typeof compiled !== 'function') throw new Error('the source is not a function')
  return compiled as (...args: unknown[]) => unknown
}
