import type { Services } from '../services'

/** The worker is gone: nothing that it was about to do happens. */
export class Crashed extends Error {}

const PERMISSIONS = [
  'goods',
  'orders',
  'rooms',
  'members',
  'payments',
  'shippingUpload',
  'titleCheck',
] as const

/**
 * The services of a worker that crashes after its first `steps` calls to the outside: every later one fails and does
 * nothing. Between two calls a worker changes nothing, so these are all the moments at which it can die.
 */
export function crashable(services: Services, steps: number) {
  let done = 0
  let wasKilled = false
  const watch = <T extends object>(gateway: T): T =>
    new Proxy(gateway, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          if (done >= steps) {
            wasKilled = true
            throw new Crashed(`before ${String(name)}`)
          }
          done += 1
          return value.apply(target, args)
        }
      },
    })
  const doors = Object.fromEntries(PERMISSIONS.map((name) => [name, watch(services[name])]))
  return {
    services: { ...services, ...doors, log: () => {} } as Services,
    wasKilled: () => wasKilled,
  }
}
