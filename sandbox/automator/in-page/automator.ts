import type { RuntimeInternals } from '../../phone/runtime/inspect.ts'
import type { PhoneRuntime } from '../../phone/runtime/phone-runtime.ts'
import type { AutomatorHandlers } from '../protocol.schema.ts'
import type { AppScope } from './app-scope.ts'
import type { AutomatorPage } from './automator-page.ts'
import { ElementRegistry } from './element-registry.ts'
import { EventQueue } from './event-queue.ts'
import { appMethods } from './methods/app-methods.ts'
import { elementMethods } from './methods/element-methods.ts'
import { pageMethods } from './methods/page-methods.ts'
import { Mocks } from './mocks.ts'

/** The half of the automator that lives in the phone page: answers what only the running app knows. */
export default function installAutomator(phone: PhoneRuntime, internals: RuntimeInternals): void {
  const scope: AppScope = { wx: internals.wx, globals: () => internals.moduleScope(), bindings: new Map() }
  const events = new EventQueue()
  const page: AutomatorPage = {
    phone,
    scope,
    internals,
    elements: new ElementRegistry(internals),
    mocks: new Mocks(scope),
    emit: (method, params) => events.push({ method, params }),
  }
  const handlers: AutomatorHandlers = { ...appMethods(page), ...pageMethods(page), ...elementMethods(page) }

  phone.link.handle('automator', ({ method, params }) => {
    if (method === 'Sandbox.nextEvents') return events.next()
    // The host has validated method and parameters (protocol.schema.ts).
    const handler = (handlers as Record<string, ((params: unknown) => unknown) | undefined>)[method]
    if (!handler) throw new Error(`${method} is not answered by the phone page`)
    return handler(params)
  })
}
