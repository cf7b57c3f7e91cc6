import { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { PhoneLink, PhoneRuntime, RuntimeEvents } from './phone-runtime.ts'
import { createErrorBar } from './screens.ts'

/** Calls a method of App(), if there is one. */
export interface AppToTell {
  call(method: string, argument: unknown): void
}

export interface ErrorReporter {
  report(error: unknown, where: string): void
  /** Until then errors reach the terminal and the red bar only. */
  connect(events: RuntimeEvents, app: AppToTell): void
}

/**
 * Every uncaught error of app code meets here: thrown in a handler (the engine catches those), in a timer, or in a
 * promise nobody waited for. It goes to the browser's console, the terminal, the red bar and the app itself.
 */
export function createErrorReporter(
  link: PhoneLink,
  currentPage: () => string,
  supports: PhoneRuntime['supports'],
): ErrorReporter {
  let events: RuntimeEvents | null = null
  let app: AppToTell | null = null
  let reporting = false
  const showBar = createErrorBar(document.body)

  const tell = (error: unknown, where: string): { message: string; stack: string } => {
    const message = error instanceof Error ? error.message : describe(error)
    const stack = error instanceof Error ? (error.stack ?? message) : message
    console.error(`[${where}]`, error)
    const addToBar = showBar(`${where}: ${message}`)
    link
      .request('log.add', { type: 'exception', args: [`${where}: ${message}`], page: currentPage(), stack })
      .then(({ place }) => {
        if (place !== null) addToBar(`\n${place}`)
      })
      .catch(() => undefined)
    return { message, stack }
  }

  const report = (error: unknown, where: string): void => {
    const told = tell(error, where)
    // An App.onError that throws must not be told about itself.
    if (reporting) return
    reporting = true
    try {
      app?.call('onError', told.stack)
      events?.emit('error', told)
    } finally {
      reporting = false
    }
  }

  glassEasel.addGlobalErrorListener((error, method, component) => {
    const owner = typeof component === 'string' ? component : (component?.is ?? '')
    report(error, `${owner} ${method ?? ''}`.trim())
    return false
  })
  // WeChat says nothing about attributes a component does not know; unknown tags report themselves.
  glassEasel.addGlobalWarningListener(() => false)
  window.addEventListener('error', (event) => {
    if (event.error !== null && event.error !== undefined) report(event.error, 'uncaught')
  })
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    tell(reason, 'unhandled rejection')
    if (supports('unhandledRejection')) app?.call('onUnhandledRejection', { reason, promise })
    events?.emit('unhandledRejection', { reason })
  })

  return {
    report,
    connect(runtimeEvents, connectedApp) {
      events = runtimeEvents
      app = connectedApp
    },
  }
}

/** errMsg objects of `wx` are what app code rejects with most. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { errMsg } = error as { errMsg?: unknown }
  if (typeof errMsg === 'string') return errMsg
  try {
    return JSON.stringify(error)
  } catch {
    return String(error)
  }
}
