import type { RuntimeEventMap, RuntimeEvents } from './phone-runtime.ts'

type Listeners = { [K in keyof RuntimeEventMap]?: Set<(event: RuntimeEventMap[K]) => void> }

/** A listener that throws is reported and does not keep the others from hearing. */
export function createRuntimeEvents(onError: (error: unknown) => void): RuntimeEvents {
  const listeners: Listeners = {}
  const of = <K extends keyof RuntimeEventMap>(name: K): Set<(event: RuntimeEventMap[K]) => void> => {
    const known = listeners[name]
    if (known) return known
    const fresh: Set<(event: RuntimeEventMap[K]) => void> = new Set()
    listeners[name] = fresh as Listeners[K]
    return fresh
  }
  return {
    on(name, listener) {
      of(name).add(listener)
      return () => void of(name).delete(listener)
    },
    emit(name, event) {
      for (const listener of [...of(name)]) {
        try {
          listener(event)
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}
