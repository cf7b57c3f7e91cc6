import type { Services } from '../services'

/** The function is gone: nothing that it was about to do happens. */
export class Crashed extends Error {}

/** The services through which a function reaches the outside. */
const OUTSIDE = ['goods', 'orders', 'rooms', 'members', 'payments', 'shippingUpload', 'titleCheck'] as const

/**
 * The services of a worker that crashes after its first `steps` calls to the outside: every later one fails and does
 * nothing. Between two calls a worker changes nothing, so these are all the moments at which it can die.
 */
export function crashable(services: Services, steps: number) {
  let done = 0
  let hasCrashed = false
  const watch = <T extends object>(service: T): T =>
    new Proxy(service, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          if (done >= steps) {
            hasCrashed = true
            throw new Crashed(`before ${String(name)}`)
          }
          done += 1
          return value.apply(target, args)
        }
      },
    })
  const watched = Object.fromEntries(OUTSIDE.map((name) => [name, watch(services[name])]))
  return {
    services: { ...services, ...watched, log: () => {} } as Services,
    hasCrashed: () => hasCrashed,
  }
}
