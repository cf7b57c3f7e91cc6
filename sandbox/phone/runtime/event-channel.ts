import type { EventChannel } from './phone-runtime.ts'

type Listener = (...args: unknown[]) => void

/** The two ends of one channel: what one emits, the other hears. */
export function createEventChannel(
  onError: (error: unknown) => void,
): readonly [opener: EventChannel, opened: EventChannel] {
  const heardByOpener = new Map<string, Set<Listener>>()
  const heardByOpened = new Map<string, Set<Listener>>()
  return [end(heardByOpener, heardByOpened, onError), end(heardByOpened, heardByOpener, onError)]
}

function end(
  own: Map<string, Set<Listener>>,
  other: Map<string, Set<Listener>>,
  onError: (error: unknown) => void,
): EventChannel {
  const channel: EventChannel = {
    on(name, listener) {
      const listeners = own.get(name) ?? new Set()
      own.set(name, listeners.add(listener))
    },
    once(name, listener) {
      const once: Listener = (...args) => {
        channel.off(name, once)
        listener(...args)
      }
      channel.on(name, once)
    },
    off(name, listener) {
      if (listener) own.get(name)?.delete(listener)
      else own.delete(name)
    },
    emit(name, ...args) {
      for (const listener of [...(other.get(name) ?? [])]) {
        try {
          listener(...args)
        } catch (error) {
          onError(error)
        }
      }
    },
  }
  return channel
}
